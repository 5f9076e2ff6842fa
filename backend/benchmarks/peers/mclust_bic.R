# Times mclust's sweep: Rscript mclust_bic.R DATA N D G
# DATA holds doubles: samples (N, D). Tries 1 to G components of all its models.
# Prints the seconds, then a line for each cell: components, model, total log-likelihood or NA.
suppressMessages(library(mclust))
given <- commandArgs(trailingOnly = TRUE)
sizes <- as.integer(given[2:4])
N <- sizes[1]; D <- sizes[2]; G <- sizes[3]
file <- file(given[1], "rb")
samples <- matrix(readBin(file, "double", N * D), N, D, byrow = TRUE)
close(file)
began <- proc.time()[["elapsed"]]
table <- mclustBIC(samples, G = seq_len(G), verbose = FALSE)
cat(sprintf("%.9g\n", proc.time()[["elapsed"]] - began))
for (model in colnames(table)) for (g in seq_len(G)) {
  log_likelihood <- (table[g, model] + nMclustParams(model, D, g) * log(N)) / 2
  cat(sprintf("%d %s %.15g\n", g, model, log_likelihood))
}
