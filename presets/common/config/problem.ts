/** A problem of a configuration that is between keys, and the key that it is told at. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
