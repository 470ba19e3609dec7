module sealstack.invalid/nfpm

go 1.26.0

// Not later: from v2.46.0 on it needs a module outside of the hosts that carry all others, for packages of Windows.
require github.com/goreleaser/nfpm/v2 v2.45.2
