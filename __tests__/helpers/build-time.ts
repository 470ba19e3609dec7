/**
 * Milliseconds that a test may wait for programs of others which are built or installed for it once: on two busy cores OpenTofu takes ten minutes. They are
 * made before the first test, so that a test's own time is for what it tests.
 */
export const BUILD_MS = 20 * 60_000;
