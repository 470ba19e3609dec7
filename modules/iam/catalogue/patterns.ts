/** Patterns of actions, condition keys and ARNs. */

/** Whether `text` matches a pattern of `*` and `?`, whatever the case: actions and condition keys have none. */
export function matches(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
  // Nearly every pattern is a plain word or ends in its only star.
  const star = wanted.search(/[*?]/);
  if (star < 0) return wanted === given;
  if (star === wanted.length - 1 && wanted.endsWith("*")) return given.startsWith(wanted.slice(0, star));
  return overlaps(wanted, given.replaceAll(/[*?+]/g, "x"));
}

/** Whether some text matches both patterns. `*` is anything, `+` anything without slash and colon, `?` one character. */
export function overlaps(one: string, other: string): boolean {
  // For each end of `other`, from the back: whether it overlaps with what is left of `one`.
  let next: boolean[] = [];
  for (let i = one.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    for (let j = other.length; j >= 0; j -= 1) row[j] = step(i, j, row, next);
    next = row;
  }
  return next[0] === true;

  function step(i: number, j: number, row: readonly boolean[], below: readonly boolean[]): boolean {
    const a = one[i];
    const b = other[j];
    if (a === undefined && b === undefined) return true;
    if (isRun(a) && below[j] === true) return true;
    if (isRun(b) && row[j + 1] === true) return true;
    if (a === undefined || b === undefined || !agree(a, b)) return false;
    if (isRun(a) && isRun(b)) return false; // either of them ends, which was tried above
    if (isRun(a)) return row[j + 1] === true;
    if (isRun(b)) return below[j] === true;
    return below[j + 1] === true;
  }
}

const isRun = (symbol: string | undefined) => symbol === "*" || symbol === "+";

/** Whether two symbols can stand for the same character. */
function agree(a: string, b: string): boolean {
  if (a === "*" || b === "*" || a === "?" || b === "?") return true;
  if (a === "+") return b !== "/" && b !== ":";
  if (b === "+") return a !== "/" && a !== ":";
  return a === b;
}
