/** Rules about what somebody can do. */
import { parseArn } from "../../modules/arn";
import { questionAbout } from "../matrix/ask";
import type { Cell } from "../matrix/judge";
import type { ModelPrincipal, ModelResource } from "../model/model";
import { statementsOf } from "../model/statements";
import { finding, type Looked, type Rule } from "./rule";

const may = (cell: Cell | undefined): boolean => cell?.effect === "allowed" || cell?.effect === "conditional";

function cellAt({ cells }: Looked, who: string, resource: string, action: string): Cell | undefined {
  return cells.find((cell) => cell.principal === who && cell.resource === resource && cell.action === action);
}

const ownPeople = ({ model }: Looked): readonly ModelPrincipal[] =>
  model.principals.filter(({ group }) => group === "stack");

const ofKind = ({ model }: Looked, kind: ModelResource["kind"]): readonly ModelResource[] =>
  model.resources.filter((each) => each.kind === kind);

export const keyPolicyUnchangeable: Rule = (looked) =>
  ofKind(looked, "key")
    .filter((key) => {
      const cells = looked.cells.filter(
        ({ resource, action }) => resource === key.id && action === "kms:PutKeyPolicy",
      );
      return cells.length > 0 && cells.every(({ effect }) => effect === "denied");
    })
    .map((key) =>
      finding(
        "key-policy-unchangeable",
        key.address,
        `nobody may call kms:PutKeyPolicy on key '${key.name}'`,
      ),
    );

const BESIDE_WRITING: readonly (readonly [string, string])[] = [
  ["s3:GetObject", "read"],
  ["s3:DeleteObject", "delete"],
  ["s3:DeleteObjectVersion", "delete for good"],
];

export const writerDoesMore: Rule = (looked) =>
  ownPeople(looked).flatMap((who) =>
    ofKind(looked, "objects").flatMap((objects) => {
      const put = cellAt(looked, who.id, objects.id, "s3:PutObject");
      if (!may(put)) return [];
      const more = BESIDE_WRITING.filter(([action]) => may(cellAt(looked, who.id, objects.id, action)));
      // By a request without the header, which a condition on it would refuse.
      const verbs = [...more.map(([, verb]) => verb), ...(put?.effect === "allowed" ? ["overwrite"] : [])];
      if (verbs.length === 0) return [];
      return [
        finding(
          "writer-does-more",
          who.address ?? objects.address,
          `'${who.name}' writes ${objects.name}, and may also ${listed(verbs)} there`,
        ),
      ];
    }),
  );

export const decryptWithoutContext: Rule = (looked) => {
  const { model, decide } = looked;
  return ofKind(looked, "key").flatMap((key) => {
    const sealed = model.policies.flatMap(statementsOf).some(
      ({ Effect, Action, Condition }) =>
        Effect === "Allow" &&
        /kms:(GenerateDataKey|Encrypt)/i.test(JSON.stringify(Action ?? "")) &&
        // What S3 and other services send is no context of somebody's own.
        /"kms:EncryptionContext:(?!aws:)/i.test(JSON.stringify(Condition ?? {})),
    );
    if (!sealed) return [];
    return ownPeople(looked)
      .filter(
        (who) => decide(questionAbout(model, who, key, "kms:Decrypt", {}, "absent")).effect === "allowed",
      )
      .map((who) =>
        finding(
          "decrypt-without-context",
          who.address ?? key.address,
          `'${who.name}' may call kms:Decrypt on key '${key.name}' without an encryption context, which who seals must give`,
        ),
      );
  });
};

export const noDataKey: Rule = (looked) =>
  ofKind(looked, "key").flatMap((key) =>
    ownPeople(looked)
      .filter((who) => {
        const at = (action: string) => cellAt(looked, who.id, key.id, action);
        return (
          may(at("kms:Encrypt")) && may(at("kms:Decrypt")) && at("kms:GenerateDataKey")?.effect === "denied"
        );
      })
      .map((who) =>
        finding(
          "no-data-key",
          who.address ?? key.address,
          `'${who.name}' may call kms:Encrypt and kms:Decrypt on key '${key.name}', and not kms:GenerateDataKey`,
        ),
      ),
  );

export const bucketKeyOutOfReach: Rule = (looked) => {
  const { model, decide } = looked;
  return ofKind(looked, "objects").flatMap((objects) => {
    const bucket = objects.arn.split("/")[0] ?? "";
    const settings = model.buckets[bucket]?.defaultKey;
    const key = model.resources.find(({ kind, arn }) => kind === "key" && arn === settings?.arn);
    if (settings === undefined || key === undefined) return [];
    const region = parseArn(key.arn)?.region ?? model.region;
    const context = {
      "kms:ViaService": `s3.${region}.amazonaws.com`,
      "kms:EncryptionContext:aws:s3:arn": settings.bucketKey ? bucket : objects.arn,
    };
    return ownPeople(looked)
      .filter((who) => may(cellAt(looked, who.id, objects.id, "s3:PutObject")))
      .filter(
        (who) =>
          decide(questionAbout(model, who, key, "kms:GenerateDataKey", context, "absent")).effect ===
          "denied",
      )
      .map((who) =>
        finding(
          "bucket-key-out-of-reach",
          who.address ?? objects.address,
          `'${who.name}' writes ${objects.name}, and may not use key '${key.name}', which the bucket encrypts with`,
        ),
      );
  });
};

export const deletesOtherwise: Rule = (looked) =>
  ownPeople(looked).flatMap((who) =>
    ofKind(looked, "bucket").flatMap((bucket) => {
      const objects = ofKind(looked, "objects").filter(({ address }) => address === bucket.address);
      if (objects.some(({ id }) => may(cellAt(looked, who.id, id, "s3:DeleteObjectVersion")))) return [];
      const ways = [
        ...(may(cellAt(looked, who.id, bucket.id, "s3:PutLifecycleConfiguration"))
          ? ["s3:PutLifecycleConfiguration"]
          : []),
        ...(objects.some(({ id }) => may(cellAt(looked, who.id, id, "s3:UpdateObjectEncryption")))
          ? ["s3:UpdateObjectEncryption"]
          : []),
      ];
      if (ways.length === 0) return [];
      return [
        finding(
          "deletes-otherwise",
          who.address ?? bucket.address,
          `'${who.name}' may not delete versions in bucket '${bucket.name}', and may call ${listed(ways)}`,
        ),
      ];
    }),
  );

export const shortDeletionWindow: Rule = ({ model, options: { deletionWindowInDays: least = 30 } }) =>
  model.terraform
    .filter(({ type }) => /^aws_kms_(external_|replica_|replica_external_)?key$/.test(type))
    .flatMap(({ address, attributes }) => {
      const days = Number(attributes.deletion_window_in_days ?? 30);
      if (!(days < least)) return [];
      return [
        finding(
          "short-deletion-window",
          address,
          `a deletion can be cancelled for ${days} days, and ${least} are declared`,
        ),
      ];
    });

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
