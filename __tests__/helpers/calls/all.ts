import * as config from "../../../config";
import * as audit from "../../../modules/audit";
import * as backupContract from "../../../modules/backup-contract";
import * as deployer from "../../../modules/deployer";
import * as dynamodb from "../../../modules/dynamodb";
import * as iam from "../../../modules/iam";
import * as kms from "../../../modules/kms";
import * as s3 from "../../../modules/s3";
import * as presets from "../../../presets";
import { AUDIT_CALLS } from "./audit";
import type { Call } from "./call";
import { CONFIG_CALLS } from "./config";
import { DEPLOYER_CALLS } from "./deployer";
import { DYNAMODB_CALLS } from "./dynamodb";
import { IAM_CALLS } from "./iam";
import { KMS_CALLS } from "./kms";
import { PRESETS_CALLS } from "./presets";
import { S3_CALLS } from "./s3";

/** What each entry point of the package exports, and the calls that tests know of it; those of single presets are in `./presets`. */
export const MODULES = {
  iam: { exported: iam, calls: IAM_CALLS },
  // Constants alone: a function that comes to it needs a call here.
  "backup-contract": { exported: backupContract, calls: [] },
  config: { exported: config, calls: CONFIG_CALLS },
  presets: { exported: presets, calls: PRESETS_CALLS },
  audit: { exported: audit, calls: AUDIT_CALLS },
  deployer: { exported: deployer, calls: DEPLOYER_CALLS },
  dynamodb: { exported: dynamodb, calls: DYNAMODB_CALLS },
  kms: { exported: kms, calls: KMS_CALLS },
  s3: { exported: s3, calls: S3_CALLS },
};

export const ALL_CALLS: readonly (readonly [string, Call])[] = Object.values(MODULES)
  .flatMap(({ calls }) => calls)
  .map((call) => [call.name, call]);
