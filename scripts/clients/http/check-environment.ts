/** What the environment says about the way to AWS, checked before anything is asked: a server tells it when it starts. */
import { caBundle } from "./ca-bundle";
import { proxyFor } from "./proxy-rules";

/** @throws OperatorError `usage`. */
export async function checkEnvironment(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const protocol of ["https:", "http:"]) proxyFor({ protocol, hostname: "any.invalid" }, env);
  if (env.AWS_CA_BUNDLE) await caBundle(env); // that of a profile is read with it
}
