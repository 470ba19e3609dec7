/** Tag that says to which stack a key belongs, for policies of whoever deploys it. */
export const STACK_TAG = "sealstack:stack";
