"""Programs that fit Gaussian mixtures, each behind the same function.

    run(X, start, covariance_type, n_iterations) -> total log-likelihood after so many plain EM iterations

A peer whose package is not installed raises ImportError when its module is imported.
"""

PEERS = ("ours", "scikit_learn")
