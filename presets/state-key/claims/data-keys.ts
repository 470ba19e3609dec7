/** Who gets the data keys of which states. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import {
  type ClaimSubject,
  envelope,
  keysOf,
  NEVER_USED,
  ROLES,
  roleArn,
  states,
  throughS3,
} from "./subject";

const DATA_KEYS = ["kms:Decrypt", "kms:GenerateDataKey"] as const;
const PURPOSE = "kms:EncryptionContext:sealstack:purpose";
const STATE = "kms:EncryptionContext:sealstack:state";

/** OpenTofu's own provider: a request without any context. */
const NO_CONTEXT = { "kms:EncryptionContextKeys": null } as const;

/** In every region: deployer and reader alike, because OpenTofu asks for a new data key if it only reads, too. */
export function dataKeyClaims(subject: ClaimSubject): readonly Claim[] {
  return keysOf(subject).flatMap((key) => [
    ...usesData(subject, key, "deployer"),
    ...usesData(subject, key, "reader"),
    ...boundByPolicy(subject, key),
  ]);
}

function usesData(subject: ClaimSubject, key: string, role: "deployer" | "reader"): readonly Claim[] {
  const principal = { kind: "role", arn: roleArn(subject, role) } as const;
  const { may, mayNot, mayNotCall } = claimsAbout(`the ${role}, with ${key},`, principal);
  const [first] = states(subject);
  const { allowAwsKmsProvider } = subject.config.key;
  return [
    ...DATA_KEYS.flatMap((action) => [
      ...states(subject).map((state) =>
        may(`call ${action} for ${state}`, action, key, envelope(state), "StateEnvelope"),
      ),
      allowAwsKmsProvider
        ? may(`call ${action} without context`, action, key, NO_CONTEXT, "StateWithoutContext")
        : mayNot(`call ${action} without context`, action, key, NO_CONTEXT),
    ]),
    ...mayNotCall([...NEVER_USED, "kms:CreateGrant"], key, envelope(first)),
    ...mayNotCall([...NEVER_USED], key, NO_CONTEXT).map((claim) => ({
      ...claim,
      says: `${claim.says} without context`,
    })),
    ...mayNotCall(
      KEY_POWERS.filter((action) => action !== "kms:CreateGrant"),
      key,
    ),
    ...mayNotCall(DATA_KEYS, subject.otherKeyArn, envelope(first)),
    ...DATA_KEYS.map((action) =>
      mayNot(`call ${action} with a foreign key, without context`, action, subject.otherKeyArn, NO_CONTEXT),
    ),
  ];
}

/** Whatever policies are attached to the roles later, the key policy keeps them to states. */
function boundByPolicy(subject: ClaimSubject, key: string): readonly Claim[] {
  const [first] = states(subject);
  const kinds =
    subject.config.key.rootStatement === "full" ? (["role"] as const) : (["role", "admin"] as const);
  return ROLES.flatMap((role) =>
    kinds.flatMap((kind) => {
      const name = `the ${role}${kind === "admin" ? " with AdministratorAccess attached" : ""}, with ${key},`;
      const { mayNot } = claimsAbout(name, { kind, arn: roleArn(subject, role) });
      const elsewhere = `s3.${key.split(":")[3]}.amazonaws.com`;
      return [
        ...DATA_KEYS.flatMap((action) => [
          mayNot(`call ${action} for a state elsewhere`, action, key, envelope(`foreign/${first}`)),
          mayNot(`call ${action} for no state`, action, key, envelope("", { [STATE]: null })),
          mayNot(`call ${action} for a backup`, action, key, envelope(first, { [PURPOSE]: "backup" })),
          mayNot(`call ${action} for no purpose`, action, key, envelope(first, { [PURPOSE]: null })),
          ...(role === "administrator"
            ? [
                mayNot(`call ${action} for a state`, action, key, envelope(first)),
                mayNot(`call ${action} without context`, action, key, NO_CONTEXT),
              ]
            : []),
        ]),
        ...(key === subject.keyArn
          ? []
          : [
              mayNot(
                "let S3 use it",
                "kms:Decrypt",
                key,
                throughS3(subject, { "kms:ViaService": elsewhere }),
              ),
            ]),
      ];
    }),
  );
}
