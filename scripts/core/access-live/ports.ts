/** What is read of an account. */
import type { Fact, LiveBucket, LiveHolder, LiveKey } from "../../../access/live/facts";

/**
 * Only reads. What is not there is `undefined`; what must not be read, or a server cannot tell, is a fact that was not read.
 * @throws OperatorError for all other failures: no credentials, no network.
 */
export interface AccountReader {
  /** @param said ARN, id or alias */
  key(said: string, region: string): Promise<Fact<LiveKey | undefined>>;
  bucket(name: string, region: string): Promise<Fact<LiveBucket | undefined>>;
  role(name: string): Promise<Fact<LiveHolder | undefined>>;
  user(name: string): Promise<Fact<LiveHolder | undefined>>;
  /** Text of a managed policy, as it counts now. */
  policy(arn: string): Promise<Fact<string | undefined>>;
}
