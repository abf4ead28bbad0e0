import { type AnyContractRouter, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';

type Route = {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly takesFile: boolean;
};
type Found = { readonly route: Route | undefined; readonly methods: readonly string[] };

/** Which route of the contract an address means, and with which methods it can be asked at all. */
export function routeFinder(contract: AnyContractRouter): (method: string, path: string) => Found {
  const routes = [...listRoutes(contract)];
  return (method, path) => {
    const here = routes.filter(({ pattern }) => pattern.test(path));
    const asked = method === 'HEAD' ? 'GET' : method;
    return {
      route: here.find((route) => route.method === asked),
      methods: here.map((route) => route.method),
    };
  };
}

function* listRoutes(contract: AnyContractRouter): Generator<Route> {
  if (isContractProcedure(contract)) {
    const { route, inputSchema } = contract['~orpc'];
    yield {
      method: route.method ?? 'POST',
      path: route.path ?? '/',
      pattern: new RegExp(`^${(route.path ?? '/').replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      takesFile: takesFile(inputSchema),
    };
    return;
  }
  for (const part of Object.values(contract)) yield* listRoutes(part);
}

function takesFile(schema: unknown): boolean {
  return schema instanceof z.ZodObject && Object.values(schema.shape).some((part) => isFile(part));
}

function isFile(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return isFile(schema.unwrap());
  if (schema instanceof z.ZodArray) return isFile(schema.element);
  return schema instanceof z.ZodFile;
}
