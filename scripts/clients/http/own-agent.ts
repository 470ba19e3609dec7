/** `user-agent` of requests to others than AWS, which have limits of their own. */
export const OWN_AGENT = "sealstack";
