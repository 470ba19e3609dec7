/**
 * What goes before the words that are bash's, so that it reads nothing of the user's: where SHLVL is not set yet and stdin is a socket, as Node.js gives it to
 * a child, bash takes that for a login over the network and reads bashrc, which is written for terminals and fails under `set -u`. Source: bash(1), "INVOCATION".
 * BASH_ENV is not passed on by jest.config.js.
 */
export const NO_RC = ["--norc", "--noprofile"] as const;
