/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import {
  accountField,
  checked,
  matching,
  ownAccountField,
  regionField,
  roleArn,
  tagsField,
} from "../common/config/fields";
import { preventDestroyField } from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import {
  lockFields,
  noncurrentExpirationField,
  prefixField,
  retentionSchema,
} from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { optionalPeopleSchema, peopleSchema } from "../common/config/trust-schema";
import { pairKeySchema } from "../common/pair/fields";
import { fitProblemOf, vaultProblems } from "./config-rules";

/** Names of the roles that a stack `vault-source` of that preset makes in the account of a source. */
const DEFAULT_WRITER = "/vault-source-writer";
const DEFAULT_RESTORER = "/vault-source-restorer";
/** That of a stack `s3-replication`. */
const DEFAULT_REPLICATION = "/s3-replication-replication";

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket. Default: '<stack>-<account id>-<region>'.",
    }),
    objectLock: lockFields.meta({
      description:
        "Default retention of every new object, without which the bucket is no vault. It can never be switched off again.",
    }),
    retentions: z.array(retentionSchema("a copy", "111122223333/")).max(1000).default([]).meta({
      description: "How long copies are kept, by prefix; prefixes must not overlap. Default: for ever.",
    }),
    noncurrentExpirationInDays: noncurrentExpirationField,
    preventDestroy: preventDestroyField("the bucket"),
  })
  .meta({ description: "The bucket of all copies. Nothing in it is overwritten, by nobody." });

const sourceSchema = z
  .strictObject({
    accountId: accountField("Account whose copies these are, twelve digits in quotes. Not the stack's own."),
    regions: z.array(regionField("roles of the account that are named by '{region}'")).min(1).meta({
      description:
        "Regions of the account from which copies come. They stand in names of roles that hold '{region}', and in the outputs.",
    }),
    prefix: prefixField.optional().meta({
      description:
        "Start of all of its object keys, with a slash at the end. Default: '<account id>/', which takes the least room in the bucket policy.",
    }),
    direct: z.boolean().default(true).meta({
      description: "Whether the writer's role of the account adds copies itself.",
    }),
    replication: z.boolean().default(false).meta({
      description:
        "Whether S3 replicates a bucket of the account here. Replicas keep their keys, so those in its bucket begin with the prefix, too.",
    }),
    restore: z.boolean().default(true).meta({
      description: "Whether the restorer's role of the account reads the copies below its own prefix.",
    }),
    restorerArns: z.array(roleArn).default([]).meta({
      description:
        "ARNs of further roles, of whatever account, that read below this prefix. They need not be there yet. Default: none.",
    }),
  })
  .meta({ description: "An account whose copies are kept." });

const roleName = matching(
  /^\/(?!aws-)(([\w+=,.@-]|\{region\})+\/)*([\w+=,.@-]|\{region\})+$/,
  "the path and name of a role, such as '/vault-source-writer'",
);

const sourceRolesSchema = z
  .strictObject({
    writers: z.array(roleName).min(1).default([DEFAULT_WRITER]).meta({
      description: "Who adds copies.",
    }),
    restorers: z.array(roleName).min(1).default([DEFAULT_RESTORER]).meta({
      description: "Who reads those of its own account.",
    }),
    replication: z.array(roleName).min(1).default([DEFAULT_REPLICATION]).meta({
      description:
        "With which S3 replicates: '/<stack>-replication' for stacks of s3-replication and etcd-ca-backup.",
    }),
  })
  .prefault({})
  .meta({
    description:
      "Roles of the sources' accounts, each with its path and a slash before it; the same in every account. '{region}' stands for each region of a source.",
  });

const PATH = /^o-[a-z0-9]{10,32}\/(\*|r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*\*?)$/;

/** Configuration of one `vault-account` stack. */
export const vaultAccountSchema = z
  .strictObject({
    preset: z.literal("vault-account").meta({ description: "What the stack is made from." }),
    region: regionField("bucket and key"),
    tags: tagsField,
    accountId: ownAccountField,
    key: pairKeySchema("alias/vault-account", "The KMS key of all copies."),
    bucket: bucketSchema,
    sources: z.array(sourceSchema).min(1).meta({
      description:
        "Accounts whose copies are kept. How many there can be, the size of the bucket policy decides.",
    }),
    sourceRoles: sourceRolesSchema,
    organizationPaths: z
      .array(matching(PATH, "a path such as 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*', or 'o-a1b2c3d4e5/*'"))
      .default([])
      .meta({
        description:
          "Parts of an organization in one of which a source has to be, beside being listed; 'o-a1b2c3d4e5/*' is the whole of it. Default: anywhere.",
      }),
    restorer: optionalPeopleSchema(
      "Who restores from the vault when an account is lost: reads the copies of every source, of this account. Changes nothing.",
    ),
    breakGlass: optionalPeopleSchema(
      "Who ends locks and deletes versions in an emergency, with an object lock in mode GOVERNANCE. Reads no copy, and has no key.",
    ),
    administrator: peopleSchema(
      "Who manages the key and looks at the bucket. Does not use the key, and reads no copy.",
    ),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value, context) => {
      for (const { path, message } of vaultProblems(value))
        context.addIssue({ code: "custom", path: [...path], message });
    },
    { when: () => true },
  )
  // Measures what is right only.
  .superRefine(
    (value, context) => {
      const problem = fitProblemOf(value);
      if (problem !== undefined)
        context.addIssue({ code: "custom", path: [...problem.path], message: problem.message });
    },
    { when: ({ issues }) => issues.length === 0 },
  )
  .meta({
    description:
      "A locked bucket under a KMS key in an account of its own, for copies from many accounts and regions.",
  });

export type VaultAccountConfig = z.infer<typeof vaultAccountSchema>;
