/** Parts of an upload that do not ask first whether they may be sent. */
import type { UploadPartCommand } from "@aws-sdk/client-s3";

/**
 * Takes `Expect: 100-continue` from a part. The SDK makes a connection of its own for each request that has it, and closes it afterwards: some
 * way off, a part then takes longer to begin than to be sent. What it is good for, that a refusal is heard in place of a broken
 * connection, was heard when the upload was begun; later tries of a part ask again.
 */
export function sentAtOnce(command: UploadPartCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { readonly headers: Record<string, string> };
      delete headers.Expect;
      return next(args);
    },
    { step: "build", name: "sentAtOnce", priority: "low" },
  );
}
