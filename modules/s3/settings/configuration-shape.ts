/** What configurations of buckets look like, for those that come from plain JavaScript. Their names are parts of ids. */
import { accountId, folder, keyArn } from "../../aws-formats";
import { flag, knownMap, knownNumber, list, object, optional, type Shape, text, word } from "../../shape";
import { OBJECT_FILTER } from "../filters";
import { targetBucket } from "../logs/log-shape";
import type {
  Analytics,
  ConfigurationsProps,
  IntelligentTiering,
  Inventory,
  ReportDestination,
} from "./configurations";

const destination = object<ReportDestination>({
  bucket: targetBucket,
  accountId: optional(accountId),
  prefix: optional(folder),
});

const INVENTORY: Shape<Inventory> = {
  destination,
  frequency: optional(word(["Daily", "Weekly"])),
  versions: optional(word(["All", "Current"])),
  format: optional(word(["CSV", "ORC", "Parquet"])),
  prefix: optional(text),
  fields: optional(list(text)),
  keyArn: optional(keyArn),
  enabled: optional(flag),
};

const ANALYTICS: Shape<Analytics> = { ...OBJECT_FILTER, destination: optional(destination) };

const INTELLIGENT_TIERING: Shape<IntelligentTiering> = {
  ...OBJECT_FILTER,
  archiveAccessInDays: optional(knownNumber),
  deepArchiveAccessInDays: optional(knownNumber),
  enabled: optional(flag),
};

export const CONFIGURATIONS: Shape<ConfigurationsProps> = {
  inventories: optional(knownMap(object(INVENTORY))),
  metrics: optional(knownMap(object(OBJECT_FILTER))),
  analytics: optional(knownMap(object(ANALYTICS))),
  intelligentTiering: optional(knownMap(object(INTELLIGENT_TIERING))),
};
