import zlib from "node:zlib";
import { OperatorError } from "../../../errors";
import type { Compression } from "./compression";

/** @throws {@link OperatorError} `tool` when this version of Node.js has no such compression. */
export function assertCanCompress(compression: Compression): void {
  // Since 22.15; the types of 20 do not know of it.
  if (compression !== "zstd" || "zstdCompressSync" in zlib) return;
  throw new OperatorError("tool", "this version of Node.js has no zstd", {
    hint: "run sealstack with Node.js 22.15 or later, or choose --compression gzip",
  });
}
