/** Who can act as the roles: services, and for this account only. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { type ClaimSubject, type RoleName, roleArn, rolesOf } from "./subject";

const SERVICES = { job: "batchoperations.s3", function: "lambda", machine: "states" } as const;
const TAKE = "sts:AssumeRole";

export function trustClaims(subject: ClaimSubject): readonly Claim[] {
  return rolesOf(subject).flatMap((role) => claimsOf(subject, role));
}

function claimsOf(subject: ClaimSubject, role: RoleName): readonly Claim[] {
  const { accountId, otherAccountId, region } = subject;
  const arn = roleArn(subject, role);
  const context = (account: string, where = region) => sourceOf(subject, role, account, where);
  const own = context(accountId);
  const service = (name: string) =>
    claimsAbout(`${name}, as to the role ${role},`, { kind: "service", name: `${name}.amazonaws.com` });
  const { may, mayNot } = service(SERVICES[role]);
  const admin = (account: string) =>
    claimsAbout(`an administrator of account ${account}, as to the role ${role},`, {
      kind: "admin",
      arn: `arn:aws:iam::${account}:user/admin`,
    });
  return [
    may("take it", TAKE, arn, own, "TrustService"),
    mayNot("tag a session of it", "sts:TagSession", arn, own),
    ...Object.values(SERVICES)
      .filter((other) => other !== SERVICES[role])
      .map((other) => service(other).mayNot("take it", TAKE, arn, own)),
    ...[accountId, otherAccountId].map((account) => admin(account).mayNot("take it", TAKE, arn)),
    ...(role === "function"
      ? []
      : [
          mayNot("take it for another account", TAKE, arn, context(otherAccountId)),
          mayNot("take it for another account that says ours", TAKE, arn, {
            ...own,
            "aws:SourceAccount": otherAccountId,
          }),
          mayNot("take it for another account with our number", TAKE, arn, {
            ...context(otherAccountId),
            "aws:SourceAccount": accountId,
          }),
          mayNot("take it in another region", TAKE, arn, context(accountId, "us-east-1")),
          mayNot("take it for nobody", TAKE, arn, {}),
        ]),
  ];
}

function sourceOf({ stack }: ClaimSubject, role: RoleName, account: string, region: string) {
  if (role === "function") return {};
  const source =
    role === "job"
      ? `s3:${region}:${account}:job/1`
      : `states:${region}:${account}:stateMachine:${stack}-machine`;
  return { "aws:SourceAccount": account, "aws:SourceArn": `arn:aws:${source}` };
}
