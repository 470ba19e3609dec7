/** Where each environment is. `provider`: whether its account gets GitHub's OIDC provider here, or has it already. */
export const REPOSITORY = "acme/platform";

export const ENVIRONMENTS = [
  { name: "staging", accountId: "111122223333", region: "eu-central-1", provider: "create" },
  { name: "production", accountId: "444455556666", region: "eu-central-1", provider: "create" },
] as const;
