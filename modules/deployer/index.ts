export { Deployer, type DeployerProps } from "./deployer";
export { type DeployerStatementsProps, deployerStatements } from "./deployer-statements";
export { STACK_TAG } from "./stack-tag";
export { tagForDeployer } from "./tag-for-deployer";
