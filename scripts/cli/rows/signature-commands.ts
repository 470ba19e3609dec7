/** The rows of signatures and message authentication codes. */
import { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";

const ALGORITHM = () =>
  new Option("--algorithm <name>", "KMS's name of the algorithm (default: the key's own; PSS for RSA)");

const DIGEST = (): Option =>
  new Option("--digest", "of the input's SHA-256, as the text sha256:HEX: then it may have any length");

export const SIGNATURE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "sign",
    summary: "sign a file or pipe of any length with an asymmetric KMS key; openssl can verify the signature",
    options: [OPTION.key(), ALGORITHM(), OPTION.input(), OPTION.output(), OPTION.force()],
    example: "sign --key alias/signing --in release.tar.gz --out release.tar.gz.sig",
    prepare: async ({ in: input, out, algorithm, force = false }) => {
      const { run } = await import("../../commands/signatures/sign");
      return (settings, io) => run({ settings, in: input, out, algorithm, force }, io);
    },
  },
  {
    name: "verify-signature",
    summary: "verify a signature: through KMS, or with a public key alone, without credentials or network",
    options: [
      OPTION.key(),
      new Option("--public-key <file>", "public key in PEM or DER, instead of a KMS key"),
      new Option("--signature <file>", "file with the signature").makeOptionMandatory(),
      ALGORITHM(),
      OPTION.input(),
    ],
    example: "verify-signature --public-key signing.pem --signature release.tar.gz.sig --in release.tar.gz",
    prepare: async ({ in: input, signature, publicKey, algorithm }) => {
      const { run } = await import("../../commands/signatures/verify-signature");
      return (settings, io) => run({ settings, in: input, signature, publicKey, algorithm }, io);
    },
  },
  {
    name: "public-key",
    summary: "write the public half of an asymmetric KMS key as PEM",
    options: [OPTION.key(), OPTION.output(), OPTION.force()],
    example: "public-key --key alias/signing --out signing.pem",
    prepare: async ({ out, force = false }) => {
      const { run } = await import("../../commands/signatures/public-key");
      return (settings, io) => run({ settings, out, force }, io);
    },
  },
  {
    name: "mac",
    summary:
      "make a message authentication code with an HMAC key of KMS, of at most 4,096 bytes or of a digest",
    options: [OPTION.key(), OPTION.input(), DIGEST(), OPTION.output(), OPTION.force()],
    example: "mac --key alias/signing-mac --in token.json --out token.json.mac",
    prepare: async ({ in: input, digest = false, out, force = false }) => {
      const { run } = await import("../../commands/signatures/mac");
      return (settings, io) => run({ settings, in: input, digest, out, force }, io);
    },
  },
  {
    name: "verify-mac",
    summary: "verify a message authentication code through KMS",
    options: [
      OPTION.key(),
      new Option("--mac <file>", "file with the message authentication code").makeOptionMandatory(),
      OPTION.input(),
      DIGEST(),
    ],
    example: "verify-mac --key alias/signing-mac --in token.json --mac token.json.mac",
    prepare: async ({ in: input, digest = false, mac }) => {
      const { verify } = await import("../../commands/signatures/mac");
      return (settings, io) => verify({ settings, in: input, digest, mac }, io);
    },
  },
];
