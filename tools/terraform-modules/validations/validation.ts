/** A rule of a variable, and what is said where it is broken: both as HCL. */
export interface Validation {
  readonly condition: string;
  readonly message: string;
}
