import type { AwsEnvironment } from "../../../modules/iam/policies/principals";

/** Where the tests pretend to be. */
export const ENVIRONMENT: AwsEnvironment = {
  partition: "aws",
  dnsSuffix: "amazonaws.com",
  accountId: "111122223333",
  region: "eu-central-1",
};
