/** What files plugs in: photos in and out, and the sweep of those that no report names. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { route } from '../http/route.ts'
import { Problem, problems } from '../problems.ts'
import { type Directory, readPhoto, storePhoto, sweepFiles } from './actions.ts'
import { fileProblems } from './problems.ts'

export { type Directory, filesExpiring } from './actions.ts'
export { markUsed } from './store.ts'

/** Megabytes of one photo: twice what a phone's camera makes. */
const limitMegabytes = 10

/** The base with what the organisation tells of units. */
export interface FilesHost extends Base {
  readonly organisation: Directory
}

export const filesPart: Part<FilesHost> = {
  name: 'files',
  routes: fileRoutes,
  sweeps: [{ name: 'files.unused', everySeconds: 3600, run: (host) => sweepFiles(host.services) }],
  personalData: [
    {
      table: 'file',
      retentionDays: 90,
      from: 'created_at',
      columns: {
        owner_id: {
          zh: '谁拍的，只有本人和有权看上报的能看',
          en: 'who took it; only they and those who may see reports see it',
        },
      },
      others: [
        'id',
        'digest',
        'media_type',
        'bytes',
        'width',
        'height',
        'owner_kind',
        'unit_id',
        'created_at',
        'used_at',
      ],
    },
  ],
}

function fileRoutes(app: FastifyInstance, host: FilesHost): void {
  void app.register(async (http) => {
    // Whatever a phone calls the format, the bytes decide.
    http.removeAllContentTypeParsers()
    http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
    http.setErrorHandler((error) => {
      if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE')
        throw new Problem(fileProblems['photo-too-large'], { limit: limitMegabytes })
      throw error
    })
    route(http, {
      method: 'POST',
      url: '/api/files',
      permission: 'reporter',
      summary: { zh: '传一张照片（正文就是照片）', en: 'Send a photo as the body; its id goes into the answers' },
      bodyLimit: limitMegabytes * 1024 * 1024,
      schema: { response: { 201: Type.Object({ id: Type.String(), width: Type.Integer(), height: Type.Integer() }) } },
      async handler(context, _input, reply, request) {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        return reply.code(201).send(await storePhoto(context, host.organisation, bytes))
      },
    })
  })

  route(app, {
    method: 'GET',
    url: '/api/files/:id',
    permission: 'reporter',
    summary: { zh: '看一张照片', en: 'Show a photo' },
    schema: { params: Type.Object({ id: Type.String() }) },
    async handler(context, { params }, reply) {
      if (!/^[0-9a-f-]{36}$/i.test(params.id)) throw new Problem(problems['not-found'], { what: '这张照片' })
      const photo = await readPhoto(context, host.organisation, params.id)
      reply.header('content-type', photo.type)
      reply.header('cache-control', 'private, max-age=3600')
      reply.header('content-security-policy', "default-src 'none'")
      return reply.send(photo.bytes)
    },
  })
}
