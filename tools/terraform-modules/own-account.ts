/** The account in which modules are planned here. */

/** That with which the stand-in answers; see answers.go. */
export const STAND_IN_ACCOUNT = "111122223333";

/** The same configuration in the stand-in's account, which changes places with that of the configuration: what is another account stays one. */
export function inStandInAccount<T extends Readonly<Record<string, unknown>>>(config: T): T {
  const { accountId } = config;
  if (typeof accountId !== "string") return config;
  const other = { [accountId]: STAND_IN_ACCOUNT, [STAND_IN_ACCOUNT]: accountId };
  return JSON.parse(
    JSON.stringify(config).replaceAll(/\d{12}/g, (account) => other[account] ?? account),
  ) as T;
}
