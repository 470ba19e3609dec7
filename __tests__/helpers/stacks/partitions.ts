/** The partitions of AWS as the tests know them. Written out, although the modules have a table too: a test must not follow what it checks. */
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import type { Claim } from "../../../presets/common/claims/claim";

export interface TestPartition extends AwsEnvironment {
  /** Where the answers of SAML providers go. */
  readonly samlAudience: string;
  /** What CloudWatch Logs is called in the region. */
  readonly logs: string;
}

const at = (
  partition: string,
  region: string,
  dnsSuffix: string,
  samlAudience: string,
  logsDomain = "amazonaws.com",
): TestPartition => ({
  partition,
  region,
  dnsSuffix,
  accountId: "111122223333",
  samlAudience,
  logs: `logs.${region}.${logsDomain}`,
});

export const COMMERCIAL = at("aws", "eu-central-1", "amazonaws.com", "https://signin.aws.amazon.com/saml");

export const TEST_PARTITIONS: readonly TestPartition[] = [
  COMMERCIAL,
  at("aws-cn", "cn-north-1", "amazonaws.com.cn", "https://signin.amazonaws.cn/saml", "amazonaws.com.cn"),
  at("aws-us-gov", "us-gov-west-1", "amazonaws.com", "https://signin.amazonaws-us-gov.com/saml"),
  at("aws-iso", "us-iso-east-1", "c2s.ic.gov", "https://signin.c2shome.ic.gov/saml", "c2s.ic.gov"),
  at(
    "aws-iso-b",
    "us-isob-east-1",
    "sc2s.sgov.gov",
    "https://signin.sc2shome.sgov.gov/saml",
    "sc2s.sgov.gov",
  ),
  at("aws-iso-e", "eu-isoe-west-1", "cloud.adc-e.uk", "https://signin.csphome.adc-e.uk/saml"),
  at("aws-iso-f", "us-isof-south-1", "csp.hci.ic.gov", "https://signin.csphome.hci.ic.gov/saml"),
  at("aws-eusc", "eusc-de-east-1", "amazonaws.eu", "https://eusc-de-east-1.signin.amazonaws-eusc.eu/saml"),
];

/** Data that was written for the commercial partition, for another one. */
export function inPartition<T>(data: T, { partition, region, samlAudience, logs }: TestPartition): T {
  const text = JSON.stringify(data)
    .replaceAll("arn:aws:", `arn:${partition}:`)
    .replaceAll("https://signin.aws.amazon.com/saml", samlAudience)
    .replaceAll(`logs.${region}.amazonaws.com`, logs)
    .replaceAll("eu-central-1", region);
  return JSON.parse(text) as T;
}

/** {@link inPartition} for a table of claims. */
export function claimsIn(partition: TestPartition, claims: readonly Claim[]): readonly Claim[] {
  return inPartition(claims, partition);
}
