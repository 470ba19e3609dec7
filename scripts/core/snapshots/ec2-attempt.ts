import { toOperatorError } from "../../clients/failures/sdk-errors";

/** @param action for the sentence `cannot <action>: …`; of EC2 and RDS alike */
export async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}
