/** What both halves of a pair configure. */
import { z } from "zod";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  rootStatementFields,
  rotationField,
} from "../config/key-fields";
import { anyTrust, maxSessionDuration } from "../config/trust-schema";

/** @param description which buckets it encrypts */
export function pairKeySchema(alias: string, description: string) {
  return z
    .strictObject({
      alias: aliasField(alias),
      rotationPeriodInDays: rotationField("Older objects still open."),
      deletionWindowInDays: deletionWindowField("every object under it"),
      ...rootStatementFields,
      preventDestroy: preventDestroyField("the key"),
    })
    .prefault({})
    .meta({ description });
}

/** Hosts or people. @param description who they are, and what they may and may not do */
export function actorSchema(description: string) {
  return z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({ description });
}
