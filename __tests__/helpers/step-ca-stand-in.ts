/**
 * Does what drills ask of step-ca, with real keys and certificates: a program that reads its configuration, serves TLS under a certificate of its own CA, and signs
 * requests that come with a token of its provisioner. For machines without step-ca: where it is installed, the same test runs with the real one.
 */
import "reflect-metadata"; // before x509, which refuses to load without
import { createPrivateKey, createPublicKey, type JsonWebKey, verify, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import {
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

interface Config {
  readonly crt: string;
  readonly key: string;
  readonly address: string;
  readonly dnsNames: readonly string[];
  readonly authority: {
    readonly provisioners: readonly { readonly name: string; readonly key: JsonWebKey & { kid: string } }[];
  };
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

async function main([first = "", ...more]: readonly string[]): Promise<void> {
  if (first === "version") {
    process.stdout.write("Smallstep CA/0.0.0-stand-in (linux/amd64)\n");
    return;
  }
  const config = JSON.parse(readFileSync(first, "utf8")) as Config;
  const passphrase = more[0] === "--password-file" ? readFileSync(more[1] ?? "", "utf8").trim() : undefined;
  const key = createPrivateKey({
    key: readFileSync(config.key),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  const issuer = new X509Certificate(readFileSync(config.crt, "utf8"));
  const signingKey = await webcrypto.subtle.importKey(
    "pkcs8",
    key.export({ type: "pkcs8", format: "der" }),
    ALGORITHM,
    true,
    ["sign"],
  );
  let serial = 1;
  const issue = async (names: readonly string[], publicKey: webcrypto.CryptoKey): Promise<string> => {
    const certificate = await X509CertificateGenerator.create(
      {
        serialNumber: String(serial++).padStart(2, "0"),
        subject: `CN=${names[0]}`,
        issuer: issuer.subject,
        notBefore: new Date(Date.now() - 60_000),
        notAfter: new Date(Date.now() + 3_600_000),
        publicKey,
        signingKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value })))],
      },
      webcrypto as never,
    );
    return `${certificate.toString("pem")}\n`;
  };
  const own = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", own.privateKey)).toString("base64");
  const server = createServer(
    {
      key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
      cert: `${await issue(config.dnsNames, own.publicKey)}${readFileSync(config.crt, "utf8")}`,
    },
    async (request, response) => {
      if (request.url === "/health") return void response.end('{"status":"ok"}');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { csr, ott } = JSON.parse(Buffer.concat(chunks).toString()) as { csr: string; ott: string };
      const names = namesOf(ott, config);
      const asked = new Pkcs10CertificateRequest(csr);
      if (request.url !== "/1.0/sign" || names === undefined || !(await asked.verify(webcrypto as never)))
        return void response.writeHead(401).end("{}");
      const crt = await issue(names, await asked.publicKey.export(ALGORITHM, ["verify"], webcrypto as never));
      response.writeHead(201).end(JSON.stringify({ crt, ca: readFileSync(config.crt, "utf8") }));
    },
  );
  const [host, port] = config.address.split(":");
  server.listen(Number(port), host);
}

/** Names that a token is good for; `undefined` for one that is not the provisioner's. */
function namesOf(token: string, { authority }: Config): readonly string[] | undefined {
  const [header = "", body = "", signature = ""] = token.split(".");
  const part = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString());
  const provisioner = authority.provisioners.find(
    ({ name, key }) => name === part(body).iss && key.kid === part(header).kid,
  );
  if (provisioner === undefined) return undefined;
  const key = {
    key: createPublicKey({ key: provisioner.key, format: "jwk" }),
    dsaEncoding: "ieee-p1363",
  } as const;
  const isRight = verify(
    "sha256",
    Buffer.from(`${header}.${body}`),
    key,
    Buffer.from(signature, "base64url"),
  );
  const { exp, aud, sans } = part(body);
  return isRight && exp * 1000 > Date.now() && aud === "https://localhost/1.0/sign" ? sans : undefined;
}

main(process.argv.slice(2));
