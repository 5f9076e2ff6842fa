"""Programs that fit Gaussian mixtures, each a module.

    STRUCTURES  the covariance types it has in the sense meant here
    version()  its version, and that of what it computes with

and one of two functions

    run(X, start, covariance_type, n_iterations) -> total log-likelihood after so many plain EM iterations
    timed(X, start, covariance_type, counts) -> [(seconds, log-likelihood), ...], where another process does
                                                the work and keeps the time

and, where its whole fit is measured,

    fit(X, K) -> a function that gives the total log-likelihood of the fit just made with defaults

A program that is not installed raises ImportError when its module is imported. README.md in the folder above
says how to install them.
"""

PEERS = ("ours", "scikit_learn", "gmmx", "pomegranate", "armadillo", "mclust")

NAMES = {
    "ours": "ours",
    "scikit_learn": "scikit-learn",
    "gmmx": "gmmx",
    "pomegranate": "pomegranate",
    "armadillo": "Armadillo",
    "mclust": "mclust",
}
# Programs that compute in single precision, which halves their work; ours computes in double all the same.
SINGLE = ("gmmx", "pomegranate")
