import {
  accountBulk,
  accountCreate,
  accountFilter,
  accountQuery,
  accountSummary,
  accountTotals,
  accountUpdate,
  accountView,
  similarQuery,
  similarAccounts as similarView,
} from '@pace/shared/accounts';
import { activityView, bulkResult, chosenRecords, idParams, page, pageQuery } from '@pace/shared/fields';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow } from '../../lib/auth.ts';
import { csvView, sendCsv } from '../../lib/csv.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import { accountFile } from './accounts.csv.ts';
import {
  bulkAccounts,
  createAccount,
  deleteAccount,
  exportAccounts,
  getAccount,
  listAccounts,
  similarAccounts,
  totalAccounts,
  updateAccount,
} from './accounts.service.ts';
import { toAccountSummary, toAccountView } from './accounts.view.ts';

const tags = ['Accounts'];

export const accountRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/accounts',
    {
      onRequest: allow('accounts:view'),
      schema: {
        tags,
        summary: 'List accounts',
        querystring: accountQuery,
        response: { 200: page(accountSummary) },
      },
    },
    async (request) => {
      const { rows, nextCursor } = await listAccounts(request.ctx, request.query);
      return { items: rows.map(toAccountSummary), nextCursor };
    },
  );

  app.get(
    '/accounts/totals',
    {
      onRequest: allow('accounts:view'),
      schema: {
        tags,
        summary: 'Count accounts',
        querystring: accountFilter,
        response: { 200: accountTotals },
      },
    },
    async (request) => totalAccounts(request.ctx, request.query),
  );

  app.get(
    '/accounts/export.csv',
    {
      onRequest: allow('accounts:export'),
      schema: { tags, summary: 'Export accounts', querystring: accountFilter, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'accounts.csv', accountFile, exportAccounts(request.ctx, request.query)),
  );

  app.post(
    '/accounts/export.csv',
    {
      onRequest: allow('accounts:export'),
      schema: { tags, summary: 'Export chosen accounts', body: chosenRecords, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'accounts.csv', accountFile, exportAccounts(request.ctx, request.body)),
  );

  app.get(
    '/accounts/similar',
    {
      onRequest: allow('accounts:view'),
      schema: {
        tags,
        summary: 'Accounts with nearly this name',
        querystring: similarQuery,
        response: { 200: similarView },
      },
    },
    async (request) => ({ items: await similarAccounts(request.ctx, request.query.name) }),
  );

  app.post(
    '/accounts',
    {
      onRequest: allow('accounts:create'),
      schema: { tags, summary: 'Create an account', body: accountCreate, response: { 201: accountView } },
    },
    async (request, reply) => {
      const account = await createAccount(request.ctx, request.body);
      return reply.code(201).send(sendVersioned(reply, toAccountView(account, request.ctx.rights)));
    },
  );

  app.post(
    '/accounts/bulk',
    {
      onRequest: allow('accounts:edit'),
      schema: {
        tags,
        summary: 'Activate or deactivate accounts',
        body: accountBulk,
        response: { 200: bulkResult },
      },
    },
    async (request) => bulkAccounts(request.ctx, request.body.action, request.body.items),
  );

  app.get(
    '/accounts/:id',
    {
      onRequest: allow('accounts:view'),
      schema: { tags, summary: 'Read an account', params: idParams, response: { 200: accountView } },
    },
    async (request, reply) => {
      const account = await getAccount(request.ctx, request.params.id);
      return sendVersioned(reply, toAccountView(account, request.ctx.rights));
    },
  );

  app.patch(
    '/accounts/:id',
    {
      onRequest: allow('accounts:edit'),
      schema: {
        tags,
        summary: 'Change, activate or deactivate an account',
        params: idParams,
        headers: versionHeader,
        body: accountUpdate,
        response: { 200: accountView },
      },
    },
    async (request, reply) => {
      const account = await updateAccount(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toAccountView(account, request.ctx.rights));
    },
  );

  app.delete(
    '/accounts/:id',
    {
      onRequest: allow('accounts:delete'),
      schema: {
        tags,
        summary: 'Delete an account without orders',
        params: idParams,
        headers: versionHeader,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteAccount(request.ctx, request.params.id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/accounts/:id/activities',
    {
      onRequest: allow('accounts:view'),
      schema: {
        tags,
        summary: 'History of an account',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(request.ctx, { entityType: 'account', entityId: request.params.id }, request.query),
  );
};
