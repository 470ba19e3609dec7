/** A rule of a variable, and what is said where it is broken: both as HCL. */
export interface Validation {
  readonly condition: string;
  readonly message: string;
  /**
   * How its sentence begins, where it depends on account or region of the module. Terraform reads those only when no other rule is broken.
   *
   * @default - it depends on variables alone
   */
  readonly located?: string;
}
