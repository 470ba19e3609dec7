/** URLs that are secrets: who knows one can use it. */
import { OperatorError } from "../../errors";
import { secretFromFile } from "../files/secret-file";
import type { Address } from "./section";

/** @throws OperatorError `usage`, in which nothing of the URL is. */
export async function urlOf(
  { urlFile, urlVariable }: Address,
  variable: (name: string) => string | undefined,
): Promise<URL> {
  const where = urlFile ?? `the variable ${urlVariable}`;
  const text = urlFile === undefined ? variable(urlVariable ?? "") : await secretFromFile(urlFile, "URL");
  const fail = (problem: string): never => {
    throw new OperatorError("usage", `${where} ${problem}`, {
      hint: "put the URL there that the service shows",
    });
  };
  if (text === undefined || text.trim() === "") return fail("is empty or not set");
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : fail("holds no URL");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url)))
    return fail("must hold a URL with https; http only for this host");
  if (url.username !== "" || url.password !== "") return fail("must hold a URL without user and password");
  return url;
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** With another word behind its path, whatever its query is. */
export function below(url: URL, word: string): URL {
  const next = new URL(url);
  if (word !== "") next.pathname = `${url.pathname.replace(/\/+$/, "")}/${word}`;
  return next;
}
