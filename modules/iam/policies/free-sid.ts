/** A sid that none of `taken` has: `sid` itself, or with the lowest number behind it. */
export function freeSid(sid: string, taken: readonly string[], number = 1): string {
  const candidate = number === 1 ? sid : `${sid}${number}`;
  return taken.includes(candidate) ? freeSid(sid, taken, number + 1) : candidate;
}
