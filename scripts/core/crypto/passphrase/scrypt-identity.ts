/**
 * Opens the file key under a passphrase. Not the library's own way: that stops at a work factor of 2^20, computes in JavaScript, and does not say
 * what else a file is for.
 * @see https://github.com/C2SP/C2SP/blob/main/age.md "The scrypt recipient type"
 */
import { createDecipheriv, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { Identity } from "age-encryption";
import { OperatorError } from "../../../errors";
import { freeMemory } from "./free-memory";

/**
 * Highest base-2 logarithm of scrypt's cost: that of `age` itself, 4 GiB of memory and some 20 seconds. Files of `age -p` have 18.
 * Source: filippo.io/age v1.2, `ScryptIdentity.SetMaxWorkFactor`.
 */
export const MAX_WORK_FACTOR = 22;

/** What the process takes beside scrypt while it opens a file. */
const MARGIN_BYTES = 32 * 1024 ** 2;

const LABEL = Buffer.from("age-encryption.org/v1/scrypt");
const SALT_BYTES = 16;
const BLOCK_SIZE = 8;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const FILE_KEY_BYTES = 16;

type Stanzas = Parameters<Identity["unwrapFileKey"]>[0];

/** @param free bytes of memory that can be had; asked for each file */
export function scryptIdentity(passphrase: string, free: () => number = freeMemory): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const { salt, logN, body } = scryptStanza(stanzas);
      assertRoom(logN, free());
      const key = await deriveKey(passphrase, salt, logN);
      return open(body, key);
    },
  };
}

/** @throws OperatorError `key` for a file that no passphrase opens, or none that can be tried; `notAuthentic` for one that is none. */
function scryptStanza(stanzas: Stanzas): { salt: Buffer; logN: number; body: Buffer } {
  const types = [...new Set(stanzas.map(({ args }) => args[0] ?? ""))];
  const [stanza, ...others] = stanzas.filter(({ args }) => args[0] === "scrypt");
  if (stanza === undefined)
    throw new OperatorError(
      "key",
      `this age file is for other recipients (${types.join(", ")}), not for a passphrase`,
      {
        hint: "open it with `age --decrypt --identity FILE`",
      },
    );
  const [, salt64 = "", factor = "", ...more] = stanza.args;
  const salt = Buffer.from(salt64, "base64");
  const form = salt.toString("base64").replace(/=+$/, "") === salt64 && /^[1-9]\d{0,3}$/.test(factor);
  if (others.length > 0 || types.length > 1 || more.length > 0 || !form || salt.length !== SALT_BYTES)
    throw new OperatorError(
      "notAuthentic",
      "the header of the age file is damaged: its passphrase stanza is not valid",
    );
  if (stanza.body.length !== FILE_KEY_BYTES + TAG_BYTES)
    throw new OperatorError(
      "notAuthentic",
      "the header of the age file is damaged: its file key has another length",
    );
  if (Number(factor) > MAX_WORK_FACTOR)
    throw new OperatorError(
      "key",
      `the work factor of the age file is 2^${factor}, at most 2^${MAX_WORK_FACTOR} is tried`,
      {
        hint: "ask whoever made it for one with less: 2^18 is what `age` takes",
      },
    );
  return { salt, logN: Number(factor), body: Buffer.from(stanza.body) };
}

const memoryOf = (logN: number): number => 128 * BLOCK_SIZE * 2 ** logN;

/** Linux grants memory that it does not have, and ends the process when it is used. */
function assertRoom(logN: number, free: number): void {
  if (memoryOf(logN) + MARGIN_BYTES > free)
    throw noMemory(logN, `of ${Math.floor(free / 1024 ** 2)} MiB that can be had`);
}

/** @param reason completes "takes … MiB of memory, " */
function noMemory(logN: number, reason: string, cause?: unknown): OperatorError {
  const needed = Math.ceil(memoryOf(logN) / 1024 ** 2);
  const margin = MARGIN_BYTES / 1024 ** 2;
  return new OperatorError(
    "tool",
    `not enough memory: with its work factor of 2^${logN} the age file takes ${needed} MiB to open, and ${margin} MiB beside, ${reason}`,
    {
      hint: "open it where more memory is free, or raise the limit of the container or service",
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

async function deriveKey(passphrase: string, salt: Buffer, logN: number): Promise<Buffer> {
  const cost = 2 ** logN;
  const options = { N: cost, r: BLOCK_SIZE, p: 1, maxmem: memoryOf(logN) + 1024 ** 2 };
  const derive = promisify<string, Buffer, number, typeof options, Buffer>(scrypt);
  return derive(passphrase, Buffer.concat([LABEL, salt]), KEY_BYTES, options).catch((cause: unknown) => {
    throw noMemory(logN, "more than the process may have", cause);
  });
}

/** @returns `null` when the passphrase is another. */
function open(body: Buffer, key: Buffer): Uint8Array | null {
  const decipher = createDecipheriv("chacha20-poly1305", key, Buffer.alloc(12), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  const fileKey = decipher.update(body.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return new Uint8Array(fileKey);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}
