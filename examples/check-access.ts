/** Rules that run whenever the app is synthesized. Stands in docs/access-report.md. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { checkAccess } from "../access";
import { Reports } from "./testing";

export function checkedApp(outdir?: string): App {
  const app = new App(outdir === undefined ? {} : { outdir });
  const stack = new Reports(app);
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  checkAccess(app, { failOn: "warning" });
  return app;
}
