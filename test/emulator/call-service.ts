/** A call as it goes over the wire: `Service.Operation` with a JSON body, `GET /path`, or a query like `Action=ListRoles&...`. */
export type ServiceCall = { service: string; operation: string; body?: object };

/**
 * One call to a service whose SDK client the project does not have; gives the text of the answer. An emulator reads region and
 * service from the signature and does not check it.
 */
export async function callService(env: Record<string, string>, call: ServiceCall): Promise<string> {
  const { service, operation, body = {} } = call;
  const [method = 'POST', path = '/'] = operation.includes(' /') ? operation.split(' ') : [];
  const isQuery = operation.startsWith('Action=');
  const isRest = path !== '/' || method === 'GET';
  const type = isQuery ? 'x-www-form-urlencoded' : isRest ? 'json' : 'x-amz-json-1.0';
  const response = await fetch(new URL(path, env.AWS_ENDPOINT_URL), {
    method,
    headers: {
      'content-type': `application/${type}`,
      ...(isQuery || isRest ? {} : { 'x-amz-target': operation }),
      authorization: `AWS4-HMAC-SHA256 Credential=${env.AWS_ACCESS_KEY_ID}/20260101/${env.AWS_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    ...(method === 'POST' && { body: isQuery ? operation : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${operation}: ${response.status} ${text}`);
  return text;
}
