"""Programs that fit Gaussian mixtures, each behind one of two functions.

    run(X, start, covariance_type, n_iterations) -> total log-likelihood after so many plain EM iterations
    timed(X, start, covariance_type, counts) -> [(seconds, log-likelihood), ...], where another process does
                                                the work and keeps the time

A peer whose package or program is not installed raises ImportError when its module is imported. README.md
in the folder above says how to install them.
"""

PEERS = ("ours", "scikit_learn", "gmmx", "pomegranate", "armadillo", "mclust")
