/**
 * IP addresses and their ranges. An address without a prefix is one address.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
import type { Ternary } from "../logic";
import { referenceIn } from "../matching/glob";

/** Whether an address lies in a range. Addresses of the other version do not. */
export function ipMatches(range: string, address: string): Ternary {
  if (referenceIn(range) !== undefined) return "unknown";
  const [start = "", length, rest] = range.split("/");
  const [wanted, got] = [bitsOf(start), bitsOf(address)];
  if (wanted === undefined || got === undefined || rest !== undefined || wanted.length !== got.length)
    return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const prefix = length === undefined ? wanted.length : Number(length);
  return prefix <= wanted.length && wanted.slice(0, prefix) === got.slice(0, prefix);
}

/** 32 or 128 digits of 0 and 1; `undefined` for what is no address. */
function bitsOf(address: string): string | undefined {
  return address.includes(":") ? bitsOf6(address) : bitsOf4(address);
}

function bitsOf4(address: string): string | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function bitsOf6(address: string): string | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted !== null) {
    const bits = bitsOf4(dotted[2] ?? "");
    if (bits === undefined) return undefined;
    const groups = [bits.slice(0, 16), bits.slice(16)].map((each) => Number.parseInt(each, 2).toString(16));
    return bitsOf6(`${dotted[1]}${groups.join(":")}`);
  }
  const halves = address.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = [...(head ?? []), ...(tail ?? [])];
  if (given.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...(head ?? []), ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}
