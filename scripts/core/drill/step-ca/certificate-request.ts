/** A request for a certificate (PKCS #10), which Node.js does not make. Source: RFC 2986, RFC 5280 (4.2.1.6), RFC 5758. */
import { type KeyObject, sign } from "node:crypto";

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
} as const;
/** Context-specific: the attributes of a request, and a DNS name among alternative names. */
const ATTRIBUTES = 0xa0;
const DNS_NAME = 0x82;

const OID = {
  commonName: "550403",
  extensionRequest: "2a864886f70d01090e",
  subjectAltName: "551d11",
  ecdsaWithSha256: "2a8648ce3d040302",
} as const;

/** @param keys of an elliptic curve. @returns PEM. */
export function certificateRequest(
  dnsName: string,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): string {
  const names = der(TAG.sequence, der(DNS_NAME, Buffer.from(dnsName)));
  const extension = der(TAG.sequence, oid("subjectAltName"), der(TAG.octets, names));
  const attribute = der(TAG.sequence, oid("extensionRequest"), der(TAG.set, der(TAG.sequence, extension)));
  const commonName = der(TAG.sequence, oid("commonName"), der(TAG.utf8, Buffer.from(dnsName)));
  const info = der(
    TAG.sequence,
    der(TAG.integer, Buffer.from([0])),
    der(TAG.sequence, der(TAG.set, commonName)),
    publicKey.export({ type: "spki", format: "der" }),
    der(ATTRIBUTES, attribute),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", info, privateKey)]);
  const request = der(
    TAG.sequence,
    info,
    der(TAG.sequence, oid("ecdsaWithSha256")),
    der(TAG.bitString, signature),
  );
  const lines = request.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE REQUEST-----", ...lines, "-----END CERTIFICATE REQUEST-----", ""].join(
    "\n",
  );
}

const oid = (name: keyof typeof OID): Buffer => der(TAG.oid, Buffer.from(OID[name], "hex"));

/** A tag, how long its value is, and the value; of less than 64 KiB. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
