# Times mclust: Rscript mclust.R DATA N D K MODEL COUNT...
# DATA holds doubles: samples (N, D), means (K, D), covariances (K, D, D), weights (K).
# Prints a line for each count: seconds, total log-likelihood.
suppressMessages(library(mclust))
given <- commandArgs(trailingOnly = TRUE)
sizes <- as.integer(given[2:4])
N <- sizes[1]; D <- sizes[2]; K <- sizes[3]
file <- file(given[1], "rb")
samples <- matrix(readBin(file, "double", N * D), N, D, byrow = TRUE)
means <- matrix(readBin(file, "double", K * D), D, K)
covariances <- array(readBin(file, "double", K * D * D), c(D, D, K))
weights <- readBin(file, "double", K)
close(file)
# Every program makes its first step from the same responsibilities.
log_joint <- sapply(seq_len(K), function(k) {
  root <- chol(covariances[, , k])
  white <- backsolve(root, t(samples) - means[, k], transpose = TRUE)
  log(weights[k]) - sum(log(diag(root))) - colSums(white^2) / 2
})
z <- exp(log_joint - apply(log_joint, 1, max))
z <- z / rowSums(z)
for (count in as.integer(given[6:length(given)])) {
  began <- proc.time()[["elapsed"]]
  fit <- me(samples, modelName = given[5], z = z, control = emControl(itmax = count, tol = 0))
  cat(sprintf("%.9g %.15g\n", proc.time()[["elapsed"]] - began, fit$loglik))
}
