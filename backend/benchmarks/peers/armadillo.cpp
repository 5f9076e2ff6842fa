// Times Armadillo's mixtures: armadillo DATA N D K full|diag COUNT...
// DATA holds doubles: samples (N, D), means (K, D), covariances (K, D, D), weights (K).
// Prints a line for each count: seconds, total log-likelihood. Without arguments, its version.
#include <armadillo>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

template <class Model, class Spread>
void measure(const arma::mat& samples, const arma::mat& means, const Spread& spread, const arma::rowvec& weights,
             int n_counts, char** counts) {
    for (int i = 0; i < n_counts; ++i) {
        Model model;
        model.set_params(means, spread, weights);
        const auto began = std::chrono::steady_clock::now();
        model.learn(samples, means.n_cols, arma::maha_dist, arma::keep_existing, 0, std::stoi(counts[i]), 1e-300, false);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        std::printf("%.9g %.15g\n", took.count(), arma::accu(model.log_p(samples)));
    }
}

int main(int argc, char** argv) {
    if (argc == 1) {
        std::printf("%d.%d.%d\n", ARMA_VERSION_MAJOR, ARMA_VERSION_MINOR, ARMA_VERSION_PATCH);
        return 0;
    }
    const arma::uword N = std::stoul(argv[2]), D = std::stoul(argv[3]), K = std::stoul(argv[4]);
    std::ifstream file(argv[1], std::ios::binary);
    arma::mat samples(D, N), means(D, K);
    arma::cube covariances(D, D, K);
    arma::rowvec weights(K);
    auto read = [&](double* to, arma::uword n) { file.read(reinterpret_cast<char*>(to), n * sizeof(double)); };
    read(samples.memptr(), D * N);
    read(means.memptr(), D * K);
    read(covariances.memptr(), D * D * K);
    read(weights.memptr(), K);
    if (std::string(argv[5]) == "full") {
        measure<arma::gmm_full>(samples, means, covariances, weights, argc - 6, argv + 6);
    } else {
        arma::mat variances(D, K);
        for (arma::uword k = 0; k < K; ++k) variances.col(k) = covariances.slice(k).diag();
        measure<arma::gmm_diag>(samples, means, variances, weights, argc - 6, argv + 6);
    }
}
