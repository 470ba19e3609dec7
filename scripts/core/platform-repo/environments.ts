/** The environments of a new platform repo, in the order in which they are deployed. More of them are copies. */
export const ENVIRONMENTS = ["staging", "production"] as const;

export type EnvironmentName = (typeof ENVIRONMENTS)[number];
