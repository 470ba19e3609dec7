/** Which proxy a request goes through, from the environment as curl, the AWS CLI and Go read it. Pure. */
import { BlockList, isIP } from "node:net";
import { OperatorError } from "../../errors";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a request goes. */
export interface Destination {
  readonly protocol: string;
  /** IPv6 addresses with or without brackets. */
  readonly hostname: string;
  readonly port?: number | undefined;
}

/**
 * `https_proxy` or `HTTPS_PROXY` for https, `http_proxy` or `HTTP_PROXY` for http; in small letters it wins, and turns the other off where
 * it is empty. Never for this host itself and for addresses of its link, where the instance's metadata are.
 * @throws OperatorError `usage` for what is no proxy. The value is not shown: it may hold a password.
 */
export function proxyFor(to: Destination, env: Environment): URL | undefined {
  const name = to.protocol === "https:" ? "https_proxy" : "http_proxy";
  const variable = env[name] === undefined ? name.toUpperCase() : name;
  const text = env[variable]?.trim() ?? "";
  if (text === "") return undefined;
  const host = bare(to.hostname);
  const port = String(to.port ?? (to.protocol === "https:" ? 443 : 80));
  if (isOwn(host) || isExcepted(host, port, env.no_proxy ?? env.NO_PROXY ?? "")) return undefined;
  return proxyUrl(text, variable);
}

function proxyUrl(text: string, variable: string): URL {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== "" && isDecodable(url))
    return url;
  throw new OperatorError("usage", `${variable} is not the URL of a proxy, allowed: http and https`, {
    hint: `set it to something like http://proxy.example.org:3128, with % as %25 in a password, or unset it`,
  });
}

/** Whether user and password are as they are in URLs: a percent sign alone, as of a password that was put there as it is, is nothing. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

/** Addresses that no proxy can reach for this host. Source: RFC 6890, loopback and link local; EC2 User Guide, IPv6 address of the metadata service. */
const OWN = new BlockList();
OWN.addSubnet("127.0.0.0", 8);
OWN.addSubnet("169.254.0.0", 16);
OWN.addAddress("::1", "ipv6");
OWN.addSubnet("fe80::", 10, "ipv6");
OWN.addSubnet("fd00:ec2::", 32, "ipv6");

const isOwn = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || isIn(OWN, host);

/** Entries: `*`, a name with everything below it, an address, a network in CIDR; each with a port or without. */
function isExcepted(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, bracketed, name, only] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && only !== port) return false;
      return covers(bracketed ?? name ?? entry, host);
    });
}

function covers(name: string, host: string): boolean {
  if (name === "*") return true;
  if (isIP(name) !== 0 || name.includes("/")) return isIn(network(name), host);
  const suffix = name.replace(/^\*?\./, "").replace(/\.$/, "");
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}

function network(name: string): BlockList {
  const list = new BlockList();
  const [address = "", bits] = name.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const most = family === "ipv6" ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (isIP(address) !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= most)
    list.addSubnet(address, prefix, family);
  return list;
}

function isIn(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 6 ? "ipv6" : "ipv4");
}

/** Without brackets and the final dot of a full name. */
const bare = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
