package formats

// GoldenDocBin is what spaCy wrote, for tests outside the package.
const GoldenDocBin = goldenDocBin
