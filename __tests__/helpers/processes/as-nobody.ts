/** Runs work without the rights of root, which no permission stops; as whoever runs the tests where that is not root. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** Number of the user and group `nobody`: the kernel's overflow id. */
export const NOBODY = 65534;
