import { type Destination, proxyFor } from "../../../../scripts/clients/http/proxy-rules";

const to = (url: string): Destination => {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, hostname, ...(port === "" ? {} : { port: Number(port) }) };
};
const KMS = "https://kms.eu-central-1.amazonaws.com";
const PROXY = "http://proxy.example:3128";

const through = (url: string, env: Readonly<Record<string, string>>): string | undefined =>
  proxyFor(to(url), env)?.href.replace(/\/$/, "");

describe("the proxy of a request", () => {
  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    [KMS, {}, undefined],
    [KMS, { HTTPS_PROXY: PROXY }, PROXY],
    [KMS, { https_proxy: PROXY }, PROXY],
    [KMS, { https_proxy: PROXY, HTTPS_PROXY: "http://other:1" }, PROXY],
    [KMS, { https_proxy: "", HTTPS_PROXY: PROXY }, undefined],
    [KMS, { HTTPS_PROXY: "" }, undefined],
    [KMS, { HTTP_PROXY: PROXY, http_proxy: PROXY }, undefined],
    [KMS, { HTTPS_PROXY: "proxy.example:3128" }, PROXY],
    [KMS, { HTTPS_PROXY: "10.0.0.1:3128" }, "http://10.0.0.1:3128"],
    [KMS, { HTTPS_PROXY: "https://proxy.example" }, "https://proxy.example"],
    ["http://kms.example", { HTTP_PROXY: PROXY }, PROXY],
    ["http://kms.example", { http_proxy: PROXY }, PROXY],
    ["http://kms.example", { HTTPS_PROXY: PROXY }, undefined],
  ])("of %s with %j is %s", (url, env, expected) => {
    expect(through(url, env)).toBe(expected);
  });

  it.each([
    "*",
    "amazonaws.com",
    ".amazonaws.com",
    "*.amazonaws.com",
    "AMAZONAWS.COM",
    "kms.eu-central-1.amazonaws.com",
    "kms.eu-central-1.amazonaws.com.",
    "amazonaws.com:443",
    "localhost, amazonaws.com",
    "localhost amazonaws.com",
    ",,amazonaws.com,",
  ])("is none where NO_PROXY is %s", (list) => {
    expect(through(KMS, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBeUndefined();
    expect(through(KMS, { HTTPS_PROXY: PROXY, no_proxy: list })).toBeUndefined();
  });

  it.each([
    "",
    "aws.com",
    "maws.com",
    "amazonaws.com:80",
    "s3.eu-central-1.amazonaws.com",
    "10.0.0.0/8",
    "x*",
    ".",
  ])("is one where NO_PROXY is '%s'", (list) => {
    expect(through(KMS, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBe(PROXY);
  });

  it.each([
    ["https://10.1.2.3", "10.1.2.3", true],
    ["https://10.1.2.3", "10.0.0.0/8", true],
    ["https://10.1.2.3", "10.1.2.3:443", true],
    ["https://10.1.2.3", "10.1.2.3:8443", false],
    ["https://10.1.2.3:8443", "10.1.2.3:8443", true],
    ["https://10.1.2.3", "11.0.0.0/8", false],
    ["https://10.1.2.3", "10.0.0.0/33", false],
    ["https://[2001:db8::1]", "2001:db8::1", true],
    ["https://[2001:db8::1]", "[2001:db8::1]:443", true],
    ["https://[2001:db8::1]", "2001:db8::/32", true],
    ["https://[2001:db8::1]", "2001:db9::/32", false],
  ])("of %s where NO_PROXY is %s: excepted is %s", (url, list, excepted) => {
    expect(through(url, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBe(excepted ? undefined : PROXY);
  });

  it.each([
    "http://localhost:4566",
    "http://kms.localhost:4566",
    "http://127.0.0.1:4566",
    "http://127.9.9.9",
    "http://[::1]:4566",
    "http://169.254.169.254",
    "http://169.254.170.2",
    "http://[fd00:ec2::254]",
    "http://[fe80::1]",
  ])("is never one for %s", (url) => {
    const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY };
    expect(through(url, env)).toBeUndefined();
    expect(through(url.replace("http:", "https:"), env)).toBeUndefined();
  });

  it.each([
    "socks5://proxy:1080",
    "ftp://proxy",
    "http://",
    "http://a b",
    "://",
    "http://u:secret@",
    "http://u:secret%@proxy:1",
    "http://100%:secret@proxy:1",
  ])("fails for %s, and does not show it", (text) => {
    const attempt = (): unknown => proxyFor(to(KMS), { HTTPS_PROXY: text });
    expect(attempt).toThrow(
      expect.objectContaining({ exit: "usage", message: expect.stringContaining("HTTPS_PROXY") }),
    );
    expect(attempt).not.toThrow(text.slice(-6));
  });
});
