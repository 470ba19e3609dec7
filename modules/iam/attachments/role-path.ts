import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { ConfigError } from "../../config-error";
import { construct, text } from "../../shape";
import { assertArguments } from "../../validate";
import { pathProblem } from "../names";

/**
 * Puts every role below `scope` under a path, those added later included. One that a role has already stays: the nearest wins.
 *
 * @param path with a slash at both ends; a change makes new roles
 * @throws {@link ConfigError} when IAM knows no such path
 */
export function placeRoles(scope: IConstruct, path: string): void {
  assertArguments("placeRoles", { scope, path }, { scope: construct, path: text });
  const problem = pathProblem(path);
  if (problem !== undefined) throw new ConfigError(scope.node.path, [problem]);
  Aspects.of(scope).add(new Path(path));
}

class Path implements IAspect {
  constructor(private readonly path: string) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole && node.pathInput === undefined) node.path = this.path;
  }
}
