/** What is kept about backups: each kind is added by one role, and by nobody else whatever policies he has. */
import type { RecordKind } from "../../../modules/backup-contract";
import { type Claim, type ClaimPrincipal, claimsAbout } from "../../common/claims/claim";
import {
  bucketArn,
  type ClaimSubject,
  NEW_OBJECT,
  type RoleName,
  records,
  roleArn,
  rolesOf,
} from "./subject";

const KINDS: Readonly<Record<RecordKind, { readonly by: RoleName; readonly deny: string }>> = {
  drills: { by: "tester", deny: "DenyOthersEvidence" },
  quarantine: { by: "tester", deny: "DenyOthersEvidence" },
  unchanged: { by: "writer", deny: "DenyOthersUnchanged" },
  keys: { by: "rekeyer", deny: "DenyOthersKeys" },
};

export function recordClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, stack, config } = subject;
  const bucket = bucketArn(subject);
  const user: ClaimPrincipal = { kind: "user", arn: `arn:aws:iam::${accountId}:user/${stack}-writer` };
  const strong = (name: RoleName) =>
    claimsAbout(`the ${name} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, name),
    });
  const admin = claimsAbout("a user with AdministratorAccess, among the records,", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:user/admin`,
  });
  const writers = [
    claimsAbout("the writer", { kind: "role", arn: roleArn(subject, "writer") }),
    ...(config.writer.user === undefined ? [] : [claimsAbout("the writer's user", user)]),
  ];
  return [
    ...(Object.entries(KINDS) as [RecordKind, (typeof KINDS)[RecordKind]][]).flatMap(([kind, { by, deny }]) =>
      records(subject, kind).flatMap((record) => {
        const object = `${bucket}/${record}`;
        const others = rolesOf(subject).filter((name) => name !== by);
        return [admin, ...others.map(strong)].map((about) =>
          about.mayNot(`add ${record}`, "s3:PutObject", object, NEW_OBJECT, deny),
        );
      }),
    ),
    ...writers.flatMap(({ may, mayNot }) => [
      ...records(subject, "unchanged").map((record) =>
        may(`add ${record}`, "s3:PutObject", `${bucket}/${record}`, NEW_OBJECT, "AddBackups"),
      ),
      ...(["drills", "quarantine", "keys"] as const).flatMap((kind) =>
        records(subject, kind).map((record) =>
          mayNot(`add ${record}`, "s3:PutObject", `${bucket}/${record}`, NEW_OBJECT, KINDS[kind].deny),
        ),
      ),
    ]),
    ...(["drills", "quarantine", "unchanged", "keys"] as const).flatMap((kind) =>
      records(subject, kind).map((record) =>
        claimsAbout("the restorer", { kind: "role", arn: roleArn(subject, "restorer") }).may(
          `read ${record}`,
          "s3:GetObject",
          `${bucket}/${record}`,
          {},
          "ReadBackups",
        ),
      ),
    ),
    ...[admin, ...rolesOf(subject).map(strong)].map((about) =>
      about.mayNot(
        "hide evidence",
        "s3:DeleteObject",
        `${bucket}/${records(subject, "drills")[0]}`,
        {},
        "DenyHidingEvidence",
      ),
    ),
  ];
}
