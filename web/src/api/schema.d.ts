// Generated from the served OpenAPI description by `npm run types`; do not edit.

export interface paths {
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read this description */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List automations
         * @description The newest first.
         */
        get: operations["list_automations"];
        put?: never;
        /**
         * Make an automation
         * @description Whatever happens at its source makes a run of the job with the fields of the latest one; no run
         *     that is there is touched.
         */
        post: operations["create_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an automation */
        get: operations["get_automation"];
        /**
         * Replace an automation
         * @description Where its source is another one, that is looked at as for the first time.
         */
        put: operations["replace_automation"];
        post?: never;
        /**
         * Delete an automation
         * @description The runs that it made stay.
         */
        delete: operations["delete_automation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what came of an automation's events
         * @description One row an event, the newest first: the files that came in, the run that was made of them, how
         *     far it is, where its results went, and what failed.
         */
        get: operations["list_automation_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}/runs/{event_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what was given up
         * @description Where only its results did not reach their destination they are brought there; else the event gets
         *     another run. 409 unless its status is `failed`.
         */
        post: operations["retry_automation_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch an automation on or off
         * @description What happens at its source meanwhile is found when it is on again; times of a schedule that pass
         *     are not made up for.
         */
        post: operations["toggle_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List data types */
        get: operations["list_data_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow all runs
         * @description Server-sent events for lists that are kept up to date. The first event is `ready` (nothing is
         *     missed from here on: read the list now) or, for a client that comes back and has missed
         *     something, `reset` (read the list anew); `reset` may come later too, to a client that reads too
         *     slowly. Then `created`, `status`, `ended`, `tagged` and `pinned` carry `{"run": …}`, the run as
         *     in lists and as it is now; `deleted` carries `{"id": …}` and comes whatever the filters. A run
         *     that a client does not know may come with any of them.
         */
        get: operations["all_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flow-runs/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs of flows
         * @description By when they began, the newest first unless asked otherwise. The header `X-Next-Cursor` says
         *     where the next page begins; it is not there after the last.
         */
        get: operations["list_flow_runs"];
        put?: never;
        /**
         * Record a run that is carried out elsewhere
         * @description Of any system: it gets its number and is kept, listed, counted and searched as any run is, but
         *     nothing here starts, queues or ends it. A run that has ended already can be recorded with its
         *     times. Until it is told to have ended, it is to be told of (`PATCH`) within its
         *     `heartbeat_timeout_seconds`, else it ends as a failure.
         */
        post: operations["record_flow_run"];
        /**
         * Delete many runs of flows
         * @description Those that have ended and are not pinned; where neither filter is given, `all=true` must say
         *     that all are meant. A few are gone before the answer, many go in the background: 202, and
         *     `GET /api/v1/runs/bulk/{id}` tells how far that is.
         */
        delete: operations["delete_flow_runs"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flow-runs/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read figures of flow runs */
        get: operations["flow_run_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flow-runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a run of a flow
         * @description `GET /api/v1/runs/{id}` tells of its components too.
         */
        get: operations["get_flow_run"];
        put?: never;
        post?: never;
        /**
         * Delete a run of a flow
         * @description With its log, files and timeline. A run that has not ended is 409.
         */
        delete: operations["delete_flow_run"];
        options?: never;
        head?: never;
        /**
         * Tell of a run that is carried out elsewhere
         * @description Every such request is a sign of life, also one that changes nothing; the answer says by
         *     `cancel_requested` whether the run's end was asked for. Of a run that has ended, or that Annals
         *     carries out itself, only `metadata` and `tags` can be changed; anything else is 409.
         */
        patch: operations["report_flow_run"];
        trace?: never;
    };
    "/api/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List flows
         * @description Newest first, each with its graph but without code.
         */
        get: operations["list_flows"];
        put?: never;
        /**
         * Make a flow
         * @description A graph in which a way leads back to where it begins, an edge whose end is no component and an
         *     id that is there twice are 422.
         */
        post: operations["create_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a flow */
        get: operations["get_flow"];
        /**
         * Replace a flow
         * @description Its runs keep what they ran.
         */
        put: operations["replace_flow"];
        post?: never;
        /**
         * Delete a flow
         * @description Cancels what runs, then deletes the flow with its runs, logs and files.
         */
        delete: operations["delete_flow"];
        options?: never;
        head?: never;
        /**
         * Change parts of a flow
         * @description What the body leaves out stays; components and edges are replaced as a whole.
         */
        patch: operations["change_flow"];
        trace?: never;
    };
    "/api/v1/flows/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a flow
         * @description As it is now; the body may be left out. With `from_run_id` it goes on from an earlier run: what
         *     succeeded there and is not concerned by a change is used again. With `plan_only` it only tells
         *     what would become of each component.
         */
        post: operations["run_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the entries of a workspace or a session across tasks
         * @description By time. One of `workspace_id` and `session_id` is needed.
         */
        get: operations["search_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history/cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove expired entries now
         * @description Of all tasks. They are never answered anyway, and a sweep removes them every hour.
         */
        post: operations["clean_history"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send files to an automation
         * @description The header `Annals-Signature` is `t=SECONDS,v1=HEX`: the time and the HMAC-SHA256 of
         *     `SECONDS.BODY` with the automation's secret, good for five minutes. The header `Event-Id` tells
         *     an event from others; without it the signature does. When this answers, what was sent is stored.
         */
        post: operations["take_hook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/google/auth-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say where to connect a Google account */
        get: operations["google_auth_url"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/google/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Disconnect the Google account
         * @description Its tokens are forgotten here and given back to Google.
         */
        delete: operations["google_disconnect"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/google/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect a Google account
         * @description With the code and the state that a person came back with.
         */
        post: operations["google_exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/google/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say whether a Google account is connected */
        get: operations["google_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Newest first; each row tells of the latest run.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a job
         * @description With its first run, which waits for the files that are named: each `upload_url` takes a PUT of the
         *     bytes, without a token.
         */
        post: operations["initiate_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a job */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /**
         * Delete a job, or one of its runs
         * @description Without `run_id` the job goes with all of its runs, files, results and exports; what runs is
         *     cancelled first.
         */
        delete: operations["delete_job"];
        options?: never;
        head?: never;
        /** Rename a job, or say whether a run's files and results stay */
        patch: operations["change_job"];
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Cancel a run
         * @description Waits up to 10 seconds for the last of its processes to be gone. One that is being set up can be
         *     cancelled as well.
         */
        put: operations["cancel_job"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/config-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take a step of the wizard
         * @description One step on, or back any number of them, until the run is submitted. A stale `version` is 409.
         */
        put: operations["set_config_step"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job
         * @description Server-sent events, each `{"type": …}` with `job_id` and `job_run_id`: first `full_state`, then what
         *     happens to tasks, files, imports and exports. Without `run_id` the stream goes on to later runs,
         *     each of which begins with its `full_state`.
         */
        get: operations["follow_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/export/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all results as CSV
         * @description The file is kept with the run.
         */
        get: operations["export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/export/excel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all results as an Excel workbook
         * @description The file is kept with the run.
         */
        get: operations["export_excel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/export/gdrive/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export all results to Google Drive as CSV */
        get: operations["export_csv_to_drive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/export/gdrive/excel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export all results to Google Drive as an Excel workbook */
        get: operations["export_excel_to_drive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a run's exports
         * @description Newest first, at most 1,000.
         */
        get: operations["list_exports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download an export that was made before */
        get: operations["get_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what is looked for
         * @description Replaces the run's fields, and its modes where they are given. The files of a folder whose mode is
         *     `combined` become one task. 409 once the run was submitted.
         */
        put: operations["set_fields"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a run's files */
        get: operations["list_files"];
        put?: never;
        /**
         * Upload files
         * @description All of the form's files are there in the end, or none. A ZIP is unpacked into files of the run;
         *     one that goes beyond the limits is refused whole: its status is `failed`, and `error` says why.
         *     Of a form, the body of its `Idempotency-Key` are the names, types and bytes of its files.
         */
        post: operations["upload_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file */
        get: operations["get_file"];
        /**
         * Upload a file
         * @description The body is its bytes. This is the `upload_url` of a file that a run waits for.
         */
        put: operations["upload_file"];
        post?: never;
        /**
         * Delete a file
         * @description With those that came out of it, where it is an archive.
         */
        delete: operations["delete_file"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/files/{file_id}/pages/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a page of a file
         * @description A page of a PDF is drawn as a PNG. A PNG, JPEG, GIF or WebP is its own first page and answered as
         *     it is. Other files have no pages to draw: 409 with the reason, as for one that cannot be read.
         */
        get: operations["get_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/files:gdrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import files of Google Drive
         * @description Answers them as they wait; the job's events tell how they come.
         */
        post: operations["import_from_drive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/files:gmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import attachments of mails in Gmail
         * @description Answers them as they wait; the job's events tell how they come.
         */
        post: operations["import_from_gmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a run's fields on one file
         * @description Before the run is submitted: values are looked for in the file that is named, or in the first
         *     that there is, by the built-in engine and within the limits of reading. Nothing of it is kept.
         *     Without a file or a field it is 409, and so it is where the file cannot be read. The body may be
         *     left out.
         */
        post: operations["preview_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a run is */
        get: operations["job_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read results
         * @description Of the tasks that are done, in their order. A person's value stands in the place of the one that
         *     was found, which `corrections` tells.
         */
        get: operations["job_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/results/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct a value
         * @description Kept beside the value that was found, with who and when.
         */
        patch: operations["correct_result"];
        trace?: never;
    };
    "/api/v1/jobs/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a job's runs
         * @description Newest first.
         */
        get: operations["list_job_runs"];
        put?: never;
        /**
         * Make a new run of a job
         * @description With the fields of the template if one is named, else of the named run, else of the latest. Files
         *     and results are never copied; earlier runs stay as they are. The body may be left out.
         */
        post: operations["new_job_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run of a job */
        get: operations["get_job_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a run
         * @description From any step, once files and fields are there: without them it is 400. Nothing of it changes any
         *     more then. The body may be left out.
         */
        post: operations["submit_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the logs of all runs
         * @description Answers as it finds: a JSON object a line, the newest run's lines first, and at the end one
         *     object with `done`. Whoever breaks off the answer ends the search.
         */
        get: operations["search_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance/gc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let go of what is not to be kept
         * @description What the server does by itself every hour, now: runs, logs and files beyond their limits, and
         *     rows that nothing needs. One request lets go of some thousand runs; while `complete` is false,
         *     there is more to do. 409 while a server is at it already.
         */
        post: operations["collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs
         * @description Every run of every task, newest first.
         */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act on many runs
         * @description Cancels, tags, pins or deletes the runs named by `ids` or `filter`; `affected` are those that it
         *     changes. With `dry_run` it only tells. With `expected` nothing is done where another number
         *     would be affected by now: 409. A few runs are done with before the answer, many in the
         *     background: 202, and `GET /api/v1/runs/bulk/{id}` tells how far it is.
         */
        post: operations["act_on_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/bulk/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far an act on many runs is
         * @description Known to the server that carries it out, until that ends.
         */
        get: operations["bulk_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two runs
         * @description What differs in code, packages, inputs, outputs, surroundings and outcome, the nodes' timings
         *     side by side, and the first line of each node's log that differs.
         */
        get: operations["compare_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read figures of runs
         * @description How many runs there are by status, how long they took, and both over time: of the last 30 days,
         *     or 24 hours by the hour, unless times are given. Times are widened to whole days or hours, as
         *     `since` and `until` say; a run belongs to the time when it began, or was accepted if it never
         *     began. Counts, sums and averages are exact; other durations are within a few per cent.
         */
        get: operations["run_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a run, whole
         * @description What it ran, its resolved packages, inputs, outputs, nodes, attempts, files and kin.
         */
        get: operations["get_run"];
        put?: never;
        post?: never;
        /**
         * Delete a run
         * @description With its log, files and timeline, pinned or not. A run that has not ended is 409. Its number is
         *     never given again.
         */
        delete: operations["delete_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the files kept with a run */
        get: operations["list_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/artifacts/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file kept with a run
         * @description `Range` asks for one stretch of its bytes.
         */
        get: operations["get_artifact"];
        /**
         * Keep a file with a run
         * @description The body is the file. The run must not have ended; a file of the same path is replaced. A run's own
         *     token (`ANNALS_TOKEN`) is good for it.
         */
        put: operations["put_artifact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Waits up to 10 seconds for the last process or pod to be gone. A run that is carried out elsewhere
         *     ends when whoever tells of it says so: they hear of the wish by `cancel_requested`.
         */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a run
         * @description Server-sent events: everything that happens in the run, in order. `event` is `status`,
         *     `node`, `lines`, `history`, `artifact` or `end`; `id` is the last `seq` that the event covers.
         *     After `end` the stream closes.
         */
        get: operations["run_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a file that a run was given
         * @description The files of a job's run, by the run alone: a run's own token (`ANNALS_TOKEN`) is good for it.
         */
        get: operations["get_run_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read lines of a run's log
         * @description At most 10,000 lines a page. Of lines that retention removed, `log_removed_at` says when; so
         *     does the header `Annals-Log-Removed-At` of plain text.
         */
        get: operations["run_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/logs/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a run's log
         * @description Plain text, every line that is stored now, byte by byte as it was printed. `Range` asks for one
         *     stretch of it, which stays the same while the run goes on; not with `timestamps`, which are no
         *     part of the log. Where retention removed the lines, the header
         *     `Annals-Log-Removed-At` says when.
         */
        get: operations["download_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/parcels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a parcel
         * @description The body is JSON that is too large to travel otherwise, such as the outputs of a step in a pod. It is
         *     kept until the run has ended. A run's own token (`ANNALS_TOKEN`) is good for it.
         */
        post: operations["keep_parcel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/parcels/{parcel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a parcel
         * @description Its id is the SHA-256 of what is answered.
         */
        get: operations["get_parcel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pin a run
         * @description Retention leaves pinned runs alone, whatever the limits. A run that is pinned already stays so.
         */
        put: operations["pin_run"];
        post?: never;
        /** Take a run's pin away */
        delete: operations["unpin_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/recorded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a pod's log is recorded
         * @description A pod that prints faster than its log is read waits for the server by this. Refused where there is
         *     nothing to wait for: the run has ended, another attempt goes on, or its lines are not counted. A run's own
         *     token (`ANNALS_TOKEN`) is good for it.
         */
        get: operations["recorded_line"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a run again
         * @description What the body leaves out is as in that run; the body itself may be left out.
         */
        post: operations["rerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace a run's tags */
        put: operations["replace_tags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag from a run */
        delete: operations["remove_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the names of secrets */
        get: operations["list_secrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Store a secret
         * @description Stores the value encrypted, in place of the one of that name. It never comes back: runs that
         *     name it in `env` get it, and whatever they print or return shows `***` in its place.
         */
        put: operations["put_secret"];
        post?: never;
        /**
         * Remove a secret
         * @description Runs that have begun keep what they were given.
         */
        delete: operations["delete_secret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["current_session"];
        put?: never;
        /**
         * Sign in
         * @description Exchanges an access token for a session cookie of 30 days.
         */
        post: operations["sign_in"];
        /**
         * Sign out
         * @description Ends the session of the cookie, if there is one, and clears the cookie.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks
         * @description Newest first; each row tells of the task's latest run.
         */
        get: operations["list_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a Python program
         * @description Makes a new task with its first run, or, where `taskId` is given, a new run of that task.
         */
        post: operations["submit_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a task
         * @description With its latest 100 runs; the code and the dependencies at the top are the latest run's.
         */
        get: operations["get_task"];
        put?: never;
        post?: never;
        /**
         * Cancel a task's latest run
         * @description Waits up to 10 seconds for the last process or pod to be gone.
         */
        delete: operations["cancel_task"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a task
         * @description Cancels what runs, then deletes the task with its runs, logs and files.
         */
        delete: operations["delete_task"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a task's timeline
         * @description By `n`. What has expired is not among the entries.
         */
        get: operations["list_history"];
        put?: never;
        /**
         * Add to a task's timeline
         * @description One entry, or a list of them that is stored all or none; answered in kind. At most so many
         *     entries of a task are kept (100 unless configured otherwise): those with the lowest `n` go.
         */
        post: operations["add_history"];
        /**
         * Delete a task's timeline
         * @description The entries only; numbers go on where they stood.
         */
        delete: operations["delete_history"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/history/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count a task's timeline */
        get: operations["count_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/history/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a task's timeline
         * @description Every entry that is kept and passes the filters, by `n`.
         */
        get: operations["export_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/history/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how much of a task's timeline is kept */
        get: operations["get_history_retention"];
        /**
         * Set how much of a task's timeline is kept
         * @description Replaces both limits; they hold at once, for the entries that are there too.
         */
        put: operations["put_history_retention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/history/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a task's timeline
         * @description Server-sent events: each entry that is kept and passes the filters, then each that is added,
         *     in order. `event` is `history`, `id` the entry's `n`, the data the entry. The stream ends when
         *     the task is deleted.
         */
        get: operations["follow_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the logs of a task
         * @description One row a node. Without `offset_line` and `limit_lines` a node's text is whole up to 16 MiB;
         *     beyond that its end, with `truncated`. `source` is `kubernetes` where pods were asked, since
         *     nothing is stored yet or the database is away; `error` then says so.
         */
        get: operations["task_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how much of a task's runs is kept */
        get: operations["get_task_retention"];
        /**
         * Set how much of a task's runs is kept
         * @description Replaces all of the task's own limits; the next pass of retention holds it to them.
         */
        put: operations["put_task_retention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a task's runs
         * @description Newest first, each with the code and the dependencies that it ran.
         */
        get: operations["list_task_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/runs/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run of a task by its number */
        get: operations["get_task_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/runs/{n}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the logs of a run of a task */
        get: operations["task_run_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/runs/{n}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to an earlier run
         * @description Makes the run's code and dependencies the task's again and runs them.
         */
        post: operations["rollback_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description One's own and public ones, the newest first.
         */
        get: operations["list_templates"];
        put?: never;
        /** Make a template */
        post: operations["create_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a template */
        get: operations["get_template"];
        /**
         * Replace a template
         * @description Runs keep the fields that came from it.
         */
        put: operations["replace_template"];
        post?: never;
        /**
         * Delete a template
         * @description Runs keep the fields that came from it; their `template_id` becomes null.
         */
        delete: operations["delete_template"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what was used
         * @description Completed tasks and their pages by job, user and month, the newest month first. What a job used
         *     stays known when the job is deleted.
         */
        get: operations["get_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server is alive */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics
         * @description For Prometheus; needs the metrics token, or a peer on the same machine.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server can do its work */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/tasks/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a task's logs
         * @description A WebSocket; the token may come as the subprotocols `annals.bearer, <token>`. It sends
         *     `{"type":"logs","data":[{node,pod,phase,logs}],"workflow_phase":…}` with the full text so far
         *     whenever that or the phase changes, and `{"type":"complete","workflow_phase":…}` once at the
         *     end; with `after` or `mode=delta` instead `{"type":"lines","data":[{seq,node,stream,ts,line}]}`.
         *     While the database is away the full text is read from the pods, with `source` and `error`.
         *     An unknown task or run gets `{"type":"error","message":…}` and close code 4404.
         */
        get: operations["task_logs_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What is known of one's account. */
        AccountDetail: {
            /** @description Whether this server is set up for it. */
            available: boolean;
            connected: boolean;
            /** Format: date-time */
            connected_at?: string | null;
            /** @description The account's address. */
            email?: string | null;
            /** @description What it grants. */
            scopes: string[];
        };
        /**
         * @description What becomes of a component.
         * @enum {string}
         */
        ActionWord: "reuse" | "run";
        /** @description The files kept with a run. */
        ArtifactList: {
            /** @description The files, by path. */
            artifacts: components["schemas"]["ArtifactRow"][];
        };
        /** @description A file kept with a run. */
        ArtifactRow: {
            /** Format: date-time */
            created_at: string;
            path: string;
            /** @description Hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        /** @description An attachment of a mail in Gmail. */
        AttachmentRow: {
            /** @description Which of its attachments. */
            attachmentId: string;
            /** @description What the file is called. */
            filename: string;
            /** @description The mail. */
            messageId: string;
        };
        /** @description One try at running a run. */
        AttemptDetail: {
            /** Format: date-time */
            ended_at?: string | null;
            /**
             * Format: int64
             * @description Its number, from 1.
             */
            epoch: number;
            /** @description The host that carried it out. */
            host: string;
            /** Format: date-time */
            started_at: string;
        };
        /** @description Where to connect an account. */
        AuthUrl: {
            /** @description Where the person is sent. */
            auth_url: string;
            /** @description Comes back with them, and is exchanged together with the code. */
            state: string;
        };
        /** @description What an automation is to be. */
        AutomationBody: {
            dest_type?: components["schemas"]["DestinationWord"] | null;
            /**
             * @description Where exactly, by the type, with `file_type` `csv` or `excel`. `folder`: `{path}`; `drive`:
             *     `{folder_id?}`; `object_store`: `{url}`; `mail`: `{host, port?, security?, username?,
             *     password_secret?, from, to, subject?}`.
             */
            export_config?: Record<string, never> | null;
            /** @description Whether it is on; on unless said otherwise. */
            is_enabled?: boolean | null;
            /** @description The job that its runs belong to. */
            job_id: string;
            /** @description Its name. */
            name: string;
            processing_mode?: components["schemas"]["ModeWord"] | null;
            /**
             * @description Where and how, by the type. `cron`: `{cron, time_zone?, source: {type, …}}`; `folder`:
             *     `{path, file_name?, recursive?, include_existing?, settle_seconds?}`; `webhook`: `{secret}`;
             *     `imap`: `{host, port?, security?, username, password_secret, mailbox?, from?, subject?,
             *     file_name?, include_message?, include_existing?}`; `gmail`: `{query?, label?, from?,
             *     subject?, file_name?, include_message?}`; `drive`: `{folder_id?, file_name?,
             *     include_existing?}`. All but `cron` and `webhook` take `poll_seconds`.
             */
            trigger_config: Record<string, never>;
            /** @description What sets it off. */
            trigger_type: components["schemas"]["TriggerWord"];
        };
        /** @description An automation. */
        AutomationDetail: {
            /** Format: date-time */
            created_at: string;
            dest_type?: components["schemas"]["DestinationWord"] | null;
            /** @description Why. */
            error?: string | null;
            export_config?: Record<string, never> | null;
            /**
             * Format: int64
             * @description How often looking failed since it last did not.
             */
            failures: number;
            /** @description Where requests go, for the type `webhook`. */
            hook_url?: string | null;
            id: string;
            /** @description Whether it is on. */
            is_enabled: boolean;
            job_id: string;
            /** @description What its job is called. */
            job_name: string;
            /**
             * Format: date-time
             * @description When its source was looked at last.
             */
            last_checked_at?: string | null;
            last_result?: components["schemas"]["AutomationRunRow"] | null;
            name: string;
            /**
             * Format: date-time
             * @description When it is looked at next.
             */
            next_check_at?: string | null;
            processing_mode: components["schemas"]["ModeWord"];
            trigger_config: Record<string, never>;
            trigger_type: components["schemas"]["TriggerWord"];
            /** Format: date-time */
            updated_at: string;
            /** @description Whose it is. */
            user_id?: string | null;
        };
        /** @description A page of automations. */
        AutomationPage: {
            automations: components["schemas"]["AutomationDetail"][];
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
        };
        /** @description A page of what came of events. */
        AutomationRunPage: {
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            runs: components["schemas"]["AutomationRunRow"][];
        };
        /** @description What came of an event. */
        AutomationRunRow: {
            automation_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string | null;
            /** @description Why, or what else is to be known. */
            error?: string | null;
            /** @description What happened: a file's path, a mail's subject, a time. */
            event: string;
            /** @description Where the results went. */
            exported_to?: string | null;
            /**
             * Format: int64
             * @description How often the present step failed.
             */
            failures: number;
            /** @description The names of the files that came in. */
            files_in: string[];
            /** @description The event's id. */
            id: string;
            /** @description The run that was made of it. */
            job_run_id?: string | null;
            /** @description A link to them. */
            link?: string | null;
            /**
             * Format: date-time
             * @description When it is tried again or gone on with.
             */
            next_at?: string | null;
            status: components["schemas"]["AutomationStatusWord"];
        };
        /** @enum {string} */
        AutomationStatusWord: "waiting" | "importing" | "processing" | "exporting" | "completed" | "failed";
        /**
         * @description What a point of a series covers.
         * @enum {string}
         */
        BucketWord: "hour" | "day";
        /** @description What an act on many runs does, and how far it is. */
        BulkAnswer: {
            action: components["schemas"]["BulkWord"];
            /**
             * Format: int64
             * @description Those of them that it changes.
             */
            affected: number;
            /** Format: date-time */
            begun_at?: string | null;
            /**
             * Format: int64
             * @description Runs that were changed so far.
             */
            changed: number;
            /** @description Whether no more runs are meant: one act changes at most 100,000; ask again for the others. */
            complete: boolean;
            dry_run: boolean;
            /** Format: date-time */
            ended_at?: string | null;
            /** @description Why the last of these could not, or why it stopped. */
            error?: string | null;
            /**
             * Format: int64
             * @description Runs that could not be changed.
             */
            failed: number;
            /**
             * Format: int64
             * @description The bytes of files that go with deleted runs.
             */
            file_bytes: number;
            /** @description The first of these. */
            first_ids: string[];
            /** @description Its id, to ask for its progress; null for a dry run. */
            id?: string | null;
            /**
             * Format: int64
             * @description The bytes of logs that go with deleted runs, as they were printed.
             */
            log_bytes: number;
            /**
             * Format: int64
             * @description The runs that are meant.
             */
            matched: number;
            /**
             * Format: int64
             * @description Runs that had changed by themselves, or were gone.
             */
            skipped: number;
            /** @description Why others are not changed. */
            skips: components["schemas"]["Skips"];
            state: components["schemas"]["BulkStateWord"];
        };
        /** @description What to do to which runs. */
        BulkBody: {
            /** @description `cancel`, `tag`, `untag`, `delete`, `pin` or `unpin`. */
            action: components["schemas"]["BulkWord"];
            /** @description Only tell what would be done. */
            dry_run?: boolean | null;
            /**
             * Format: int64
             * @description How many runs it must affect, as a dry run told.
             */
            expected?: number | null;
            filter?: components["schemas"]["BulkFilter"] | null;
            /** @description The runs; either these or `filter`. */
            ids?: string[] | null;
            /** @description The tags to add or to take away. */
            tags?: components["schemas"]["Tag"][] | null;
        };
        /** @description The filters of `GET /api/v1/runs`. */
        BulkFilter: {
            kind?: components["schemas"]["KindWord"] | null;
            /** Format: int64 */
            min_duration_ms?: number | null;
            q?: string | null;
            session_id?: string | null;
            /** Format: date-time */
            started_after?: string | null;
            /** Format: date-time */
            started_before?: string | null;
            status?: components["schemas"]["StatusWord"] | null;
            tag?: string | null;
            task_id?: string | null;
            trigger_type?: string | null;
            user_id?: string | null;
        };
        /** @enum {string} */
        BulkStateWord: "planned" | "running" | "done" | "stopped";
        /** @enum {string} */
        BulkWord: "cancel" | "tag" | "untag" | "delete" | "pin" | "unpin";
        /** @description What came of asking for an end. */
        CancelAnswer: {
            /** @description What was asked to end. */
            id: string;
            /**
             * @description `cancelled` once the last process or pod is gone, else `cancelling`.
             * @example cancelled
             */
            status: string;
        };
        /** @description A claim of a volume. */
        ClaimBody: {
            /** @description Its name. */
            claimName: string;
            /** @description Whether nothing is written to it. */
            readOnly?: boolean | null;
        };
        /** @description The code of a step. */
        CodePair: {
            /** @description Null if the first run has no such step. */
            a?: string | null;
            /** @description Null if the second run has no such step. */
            b?: string | null;
            /** @description The difference as a unified diff; empty if there is none. */
            diff: string;
            node: string;
            same: boolean;
        };
        /** @description What was let go of, or would be. */
        Collection: {
            /** @description Whether everything was looked at. */
            complete: boolean;
            /**
             * Format: int64
             * @description Days of log lines of which nothing was left, so that the disk has all of their space again.
             */
            days_dropped: number;
            /** @description Whether nothing was touched. */
            dry_run: boolean;
            /** @description Logs that went to the object store, where they are read from. */
            offloaded: components["schemas"]["MovedLogs"];
            /** @description Rows that nothing needed, by name; `history` are expired entries of timelines. */
            removed: {
                [key: string]: number;
            };
            /** @description What went beyond its limits. */
            retention: components["schemas"]["Subjects"];
        };
        /** @description How to let go. */
        CollectionBody: {
            /**
             * @description Only say what would go.
             * @default null
             */
            dry_run?: boolean | null;
        };
        /** @description What differs between two runs. */
        ComparisonAnswer: {
            /** @description The first run. */
            a: components["schemas"]["RunRow"];
            /** @description The second run. */
            b: components["schemas"]["RunRow"];
            /** @description The code of every step. */
            code: components["schemas"]["CodePair"][];
            /** @description The sections in which they differ: `code`, `requested` … */
            differs: string[];
            /** @description Interpreter, platform, installer, executor, host, time limit and variables (`env.NAME`). */
            environment: components["schemas"]["DifferenceList"];
            /** @description What they were given; `name` is a JSON Pointer, empty for the whole. */
            inputs: components["schemas"]["DifferenceList"];
            /** @description The logs node by node; null unless asked for. */
            logs?: components["schemas"]["LogPair"][] | null;
            /** @description The nodes of both, with their timings. */
            nodes: components["schemas"]["NodePair"][];
            /** @description Status and failure. */
            outcome: components["schemas"]["DifferenceList"];
            /** @description What they gave; `name` is a JSON Pointer, empty for the whole. */
            outputs: components["schemas"]["DifferenceList"];
            /** @description The packages asked for, by package. */
            requested: components["schemas"]["DifferenceList"];
            /** @description The packages that were resolved: the versions by package. */
            resolved: components["schemas"]["DifferenceList"];
        };
        /** @description A component: one program of a flow. */
        ComponentBody: {
            /**
             * @description The program, at most 1 MiB.
             * @example print('hello')
             */
            code: string;
            /** @description PEP 508 requirements, one or more a line. */
            dependencies?: string | null;
            /** @description Variables for the process, by name. */
            env?: {
                [key: string]: components["schemas"]["EnvironmentValue"];
            } | null;
            /**
             * @description Its id, unique within the flow; neither `setup` nor dots only.
             * @example load
             */
            id: string;
            /** @description A JSON object that is laid over the run's inputs. */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /** @description Its name; its id unless given. */
            name?: string | null;
            pod?: components["schemas"]["PodBody"] | null;
            /** @description The text of a requirements file; wins over `dependencies`. */
            requirements_file?: string | null;
            /**
             * Format: int64
             * @description How often it is tried again after it failed.
             */
            retries?: number | null;
            /**
             * Format: double
             * @description Seconds between the end of a try and the next.
             */
            retry_delay_seconds?: number | null;
            /**
             * Format: double
             * @description The time limit of each try in seconds, more than 0 and at most 30 days.
             */
            timeout_seconds?: number | null;
        };
        /** @description A component of a flow. */
        ComponentDetail: {
            code: string;
            dependencies?: string | null;
            /** @description Variables for the process; secrets by name only. */
            env: {
                [key: string]: components["schemas"]["EnvironmentValue"];
            };
            id: string;
            /** @description What is laid over the run's inputs. */
            inputs: {
                [key: string]: unknown;
            };
            name: string;
            pod?: components["schemas"]["PodBody"] | null;
            requirements_file?: string | null;
            /** Format: int32 */
            retries: number;
            /** Format: double */
            retry_delay_seconds: number;
            /** Format: double */
            timeout_seconds?: number | null;
        };
        /** @description A component in a list of flows. */
        ComponentName: {
            id: string;
            name: string;
        };
        /** @enum {string} */
        ConfigStepWord: "upload" | "fields" | "review" | "submitted";
        /** @description A value in the place of one that was found. */
        CorrectionBody: {
            /** @description The field's name. */
            column: string;
            /**
             * Format: int64
             * @description The row among those of the task, from 0.
             */
            row: number;
            /** @description The value; null says that there is none. */
            value?: unknown;
        };
        /** @description A person's value, beside the one that was found. */
        CorrectionRow: {
            column: string;
            /** Format: date-time */
            corrected_at: string;
            /** @description What was found. */
            machine_value: unknown;
            /** Format: int64 */
            row: number;
            user_id?: string | null;
            value: unknown;
        };
        /** @description The kinds of value that fields can have. */
        DataTypeList: {
            data_types: components["schemas"]["DataTypeRow"][];
        };
        /** @description A kind of value. */
        DataTypeRow: {
            /** @description A value as results show it. */
            example: string;
            id: components["schemas"]["DataTypeWord"];
            /** @description Its name for people. */
            name: string;
        };
        /** @enum {string} */
        DataTypeWord: "text" | "email" | "phone" | "address" | "name" | "url" | "number" | "currency" | "percentage" | "integer" | "date_mdy" | "date_dmy" | "date_ymd" | "time" | "boolean";
        /** @enum {string} */
        DestinationWord: "drive" | "mail" | "folder" | "object_store";
        /** @description What differs in one respect. */
        DifferenceList: {
            /** @description What differs. */
            changes: components["schemas"]["DifferenceRow"][];
            /** @description Whether more differs than is listed (at most 1,000 places). */
            more: boolean;
            /** @description Whether the runs are alike in this; null where that is not known. */
            same?: boolean | null;
            /** @description Why it is not known; null where it is. */
            unknown?: string | null;
        };
        /** @description Something that differs. */
        DifferenceRow: {
            /** @description As the first run has it; null if it does not. */
            a?: unknown;
            /** @description As the second run has it; null if it does not. */
            b?: unknown;
            /**
             * @description `added` (only the second run has it), `removed` (only the first) or `changed`.
             * @example changed
             */
            change: string;
            /** @description What it is called. */
            name: string;
        };
        /** @description A file that was exported to Drive. */
        DriveExported: {
            /** @description Its link. */
            file_link?: string | null;
            /** @description The file's name. */
            file_name: string;
            job_run_id: string;
        };
        /** @description Files of Google Drive. */
        DriveImportBody: {
            /** @description Their ids. */
            file_ids: string[];
        };
        /** @description One component needs another. */
        EdgeBody: {
            /** @description The component whose outputs are needed. */
            from: string;
            /** @description The component that needs them. */
            to: string;
        };
        /** @description A folder of the node. */
        EmptyDirBody: {
            medium?: components["schemas"]["MediumWord"] | null;
            /** @description The most that it holds. */
            sizeLimit?: string | null;
        };
        /** @description What finds the values. */
        EngineDetail: {
            /** @description Where it is asked. */
            endpoint?: string | null;
            /** @description The model that is asked, if one is. */
            model?: string | null;
            /** @description `builtin`, or `openai` for a language model. */
            name: string;
            version: string;
        };
        /** @description The environment that a run's steps ran in. */
        EnvironmentDetail: {
            id: string;
            /**
             * @description What built it.
             * @example uv 0.9.11
             */
            installer: string;
            /** @description The interpreter's path on the machine that ran it. */
            interpreter: string;
            /** @description A requirements file with every package pinned. */
            lock: string;
            packages: components["schemas"]["PackageRow"][];
            /** @example linux-x86_64 */
            platform: string;
            /**
             * @description The interpreter's version.
             * @example 3.11.7
             */
            python_version: string;
        };
        /** @description The value of a variable. */
        EnvironmentValue: string | {
            /** @description The name. */
            secret: string;
        };
        /** @enum {string} */
        ErrorWord: "exit" | "signal" | "timeout" | "out_of_memory" | "dependency" | "platform" | "partial";
        /** @description What a person came back with. */
        ExchangeBody: {
            /** @description The code. */
            code: string;
            /** @description The state. */
            state: string;
        };
        /** @description The exports of a run, the newest first. */
        ExportList: {
            exports: components["schemas"]["ExportRow"][];
            job_run_id: string;
        };
        /** @description An export of a run. */
        ExportRow: {
            /** Format: date-time */
            completed_at?: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Where it went: `download`, `gdrive`. */
            destination: string;
            /** @description Why it could not be made. */
            error?: string | null;
            /** @description Where it is to be had. */
            file_link?: string | null;
            /** Format: int64 */
            file_size_bytes?: number | null;
            file_type: string;
            id: string;
            status: components["schemas"]["ExportStatusWord"];
            user_id?: string | null;
        };
        /** @enum {string} */
        ExportStatusWord: "running" | "completed" | "failed";
        /** @enum {string} */
        ExportWord: "jsonl" | "csv";
        /** @description The rows that a task gave. */
        ExtractedData: {
            /** @description The names of the fields. */
            columns: unknown;
            /** @description The rows, each with a value or null a field. */
            results: unknown;
        };
        /** @description What a run of a job looks for, as it was frozen. */
        ExtractionDetail: {
            engine: components["schemas"]["EngineDetail"];
            extraction_tasks: components["schemas"]["SoughtIn"][];
            fields: components["schemas"]["SoughtField"][];
        };
        /** @description How a run failed. */
        Failure: {
            /** @description One sentence. */
            message: string;
            /** @description The kind of failure. */
            type: components["schemas"]["ErrorWord"];
        };
        /** @description A field whose value is looked for. */
        FieldBody: {
            /** @description What it means, in a person's words. */
            ai_prompt?: string | null;
            /** @description What kind of value it has. */
            data_type_id: components["schemas"]["DataTypeWord"];
            /**
             * Format: int64
             * @description Its place among the others; as it stands in the list unless given.
             */
            display_order?: number | null;
            /** @description Its name, the heading of its column. */
            field_name: string;
        };
        /** @description A field of a run. */
        FieldRow: {
            ai_prompt?: string | null;
            data_type_id: components["schemas"]["DataTypeWord"];
            /** Format: int64 */
            display_order: number;
            field_name: string;
        };
        /** @description What is looked for in a run's files. */
        FieldsBody: {
            /** @description All fields; may be left out with a template. */
            fields?: components["schemas"]["FieldBody"][] | null;
            /** @description How the files of each folder become tasks. */
            processing_modes?: {
                [key: string]: components["schemas"]["ModeWord"];
            } | null;
            /** @description The template that they came from. */
            template_id?: string | null;
        };
        /** @description A file that will be sent. */
        FileBody: {
            /** @description Its name. */
            filename: string;
            /** @description Its path, with `/` between the parts; its name unless given. */
            path?: string | null;
            /**
             * Format: int64
             * @description Its size in bytes.
             */
            size?: number | null;
            /** @description Its media type. */
            type?: string | null;
        };
        /** @description The files of a run, in the order in which they came. */
        FileList: {
            files: components["schemas"]["FileRow"][];
            job_run_id: string;
        };
        /** @description A file of a run. */
        FileRow: {
            /** Format: date-time */
            created_at: string;
            /** @description Why it cannot be had. */
            error?: string | null;
            /** Format: int64 */
            file_size_bytes: number;
            /** @description Its media type, or the end of its name. */
            file_type?: string | null;
            id: string;
            original_filename: string;
            /** @description Its path as it was given, or inside the archive that it came out of. */
            original_path: string;
            /** Format: int64 */
            page_count?: number | null;
            /** @description The archive that it came out of. */
            parent_file_id?: string | null;
            source_type: components["schemas"]["FileSourceWord"];
            status: components["schemas"]["FileStatusWord"];
        };
        /** @enum {string} */
        FileSourceWord: "upload" | "drive" | "gmail" | "imap" | "folder" | "zip";
        /** @enum {string} */
        FileStatusWord: "uploading" | "uploaded" | "importing" | "unpacking" | "unpacked" | "failed";
        /** @description A form with files. */
        FilesForm: {
            /** @description The files; a file's name may be a path. */
            files: string[];
        };
        /** @description What a flow is to be. */
        FlowBody: {
            /** @description Its components. */
            components: components["schemas"]["ComponentBody"][];
            /** @description What it is for. */
            description?: string | null;
            /** @description Which needs which; no way may lead back to where it begins. */
            edges?: components["schemas"]["EdgeBody"][] | null;
            /** @description Its name. */
            name: string;
        };
        /** @description What deleting a flow took away. */
        FlowDeleted: {
            id: string;
            /** Format: int64 */
            logs_deleted: number;
            /** Format: int64 */
            runs_deleted: number;
            /**
             * @description Always `deleted`.
             * @example deleted
             */
            status: string;
        };
        /** @description A flow, whole. */
        FlowDetail: components["schemas"]["FlowFacts"] & {
            components: components["schemas"]["ComponentDetail"][];
            edges: components["schemas"]["EdgeBody"][];
        };
        /** @description What a list and a flow itself have in common. */
        FlowFacts: {
            /** Format: date-time */
            created_at: string;
            description?: string | null;
            id: string;
            latest_run?: components["schemas"]["LatestFlowRun"] | null;
            name: string;
            /**
             * Format: int64
             * @description How many runs there are.
             */
            run_count: number;
            /**
             * Format: date-time
             * @description When its definition was last changed.
             */
            updated_at: string;
        };
        /** @description A flow in a list: its graph without code. */
        FlowListRow: components["schemas"]["FlowFacts"] & {
            components: components["schemas"]["ComponentName"][];
            edges: components["schemas"]["EdgeBody"][];
        };
        /** @description A page of flows, newest first. */
        FlowPage: {
            /** @description The flows. */
            flows: components["schemas"]["FlowListRow"][];
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
        };
        /** @description What of a flow is to change; what is left out stays. */
        FlowPatch: {
            /** @description All of its components. */
            components?: components["schemas"]["ComponentBody"][] | null;
            /** @description What it is for; an empty text clears it. */
            description?: string | null;
            /** @description All of its edges. */
            edges?: components["schemas"]["EdgeBody"][] | null;
            /** @description Its name. */
            name?: string | null;
        };
        /** @description What a run would do. */
        FlowPlan: {
            /** @description The components, in an order in which they may run. */
            steps: components["schemas"]["PlanStep"][];
        };
        /** @description How a flow is to be run. */
        FlowRunBody: {
            /** @description Components as they are to be for this run, in the place of those with their ids. */
            components?: components["schemas"]["ComponentBody"][] | null;
            /** @description The component to begin with: it and all that need it are run again. */
            from_component?: string | null;
            /**
             * @description An ended run of the flow to go on from: what succeeded in it and is not concerned by a change
             *     is used again.
             */
            from_run_id?: string | null;
            /** @description A JSON object that every component reads at `ANNALS_INPUTS`. */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /** @description Only tells what would be run and what used again. */
            plan_only?: boolean | null;
            /** @description The caller's session. */
            session_id?: string | null;
            /** @description Labels of the run. */
            tags?: components["schemas"]["Tag"][] | null;
            /**
             * @description What sets it off: `manual`, `api`, `webhook`, `cron`, `mail`, `folder`, `rerun` or a word of
             *     the caller's own; `api` unless given.
             */
            trigger_type?: string | null;
        };
        /** @description That a run is gone. */
        FlowRunDeleted: {
            /** @description A sentence that says so. */
            message: string;
        };
        /** @description What is told of a run that is carried out elsewhere. What is left out stays as it is. */
        FlowRunReport: {
            /**
             * Format: date-time
             * @description When it ended; when that is told unless given. Whoever gives this gives `started_at` too, so
             *     that both are of one clock.
             */
            ended_at?: string | null;
            /** @description How it failed, such as a traceback. */
            error_message?: string | null;
            error_type?: components["schemas"]["ErrorWord"] | null;
            /**
             * @description The flow that the run is recorded to; wins over `flow_name`. Only for a new run, which needs
             *     one of the two.
             */
            flow_id?: string | null;
            /**
             * @description The same by the flow's name. A flow without components is made where none has this name.
             * @example nightly
             */
            flow_name?: string | null;
            /**
             * Format: double
             * @description For how many seconds the run may be silent: more than 0 and at most 30 days. If nothing is
             *     told of it for longer, it ends as a failure of the type `timeout`. As the server is set up
             *     unless given.
             */
            heartbeat_timeout_seconds?: number | null;
            /** @description What it was given. */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /** @description What is kept with the run, at most 64 KiB; replaces what was kept. */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description What it gave, as any JSON. */
            outputs?: unknown;
            /** @description The caller's session. */
            session_id?: string | null;
            /**
             * Format: date-time
             * @description When it began; when that is told unless given.
             */
            started_at?: string | null;
            status?: components["schemas"]["StatusWord"] | null;
            /** @description Labels of the run; replace those that it had. */
            tags?: components["schemas"]["Tag"][] | null;
            /**
             * @description What set it off: `manual`, `api`, `webhook`, `cron`, `mail`, `folder`, `rerun` or a word of
             *     the caller's own; `api` for a new run unless given.
             */
            trigger_type?: string | null;
            /** @description For whom it runs; the user of the token for a new run unless given. */
            user_id?: string | null;
        };
        /** @description A run of a flow. */
        FlowRunRow: {
            /** @description Whether its end has been asked for. */
            cancel_requested: boolean;
            /**
             * Format: int64
             * @description How many components were begun.
             */
            components_executed: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description From start to end, in milliseconds.
             */
            duration_ms?: number | null;
            /** Format: date-time */
            ended_at?: string | null;
            /** @description One sentence on its failure; null unless it failed. */
            error_message?: string | null;
            error_type?: components["schemas"]["ErrorWord"] | null;
            /** @description What carries it out; `external` where that is not Annals. */
            executor: string;
            flow_id: string;
            flow_name: string;
            id: string;
            /** @description The JSON object given as inputs. */
            inputs?: unknown;
            /** @description What its caller keeps with it. */
            metadata?: unknown;
            /**
             * Format: int64
             * @description Its number within the flow.
             */
            number: number;
            /** @description The outputs of the components that none depends on, by id. */
            outputs?: unknown;
            /** @description Whether retention leaves it alone. */
            pinned: boolean;
            session_id?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            status: components["schemas"]["StatusWord"];
            tags: string[];
            /** @description What set it off. */
            trigger_type: string;
            user_id?: string | null;
        };
        /** @description Figures of flow runs. */
        FlowRunStats: {
            /**
             * Format: int64
             * @description The mean duration of those that began and ended; 0 where there is none.
             */
            avg_duration_ms: number;
            /** Format: int64 */
            failure_count: number;
            /**
             * Format: int64
             * @description How many days ago the period began, at UTC midnight.
             */
            period_days: number;
            /** Format: int64 */
            running_count: number;
            /** @description How many have each status. */
            status_counts: {
                [key: string]: number;
            };
            /** Format: int64 */
            success_count: number;
            /**
             * Format: double
             * @description Those that ended well, in per cent of all.
             */
            success_rate: number;
            /** Format: int64 */
            total_runs: number;
            /** @description How many each trigger set off, of the hundred that set off most. */
            trigger_counts: {
                [key: string]: number;
            };
        };
        /** @description What came of deleting many. */
        FlowRunsDeleted: {
            /** @description The act, where it goes on: `GET /api/v1/runs/bulk/{id}` tells of it. */
            bulk_id?: string | null;
            /**
             * Format: int64
             * @description How many are gone by now.
             */
            deleted: number;
            /** @description A sentence on it. */
            message: string;
        };
        /** @description What went of one subject. */
        FreedSubject: {
            /** @description How many of the runs for which limit. */
            by: components["schemas"]["Reasons"];
            /**
             * Format: int64
             * @description Bytes as stored: logs are compressed.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Files.
             */
            files: number;
            /**
             * Format: int64
             * @description Lines of logs.
             */
            lines: number;
            /**
             * Format: int64
             * @description Runs that it belonged to.
             */
            runs: number;
        };
        /** @description Attachments of mails in Gmail. */
        GmailImportBody: {
            /** @description The attachments. */
            attachments: components["schemas"]["AttachmentRow"][];
        };
        /** @description A task of a run, or one that it would have. */
        GroupRow: {
            file_count: number;
            mode: components["schemas"]["ModeWord"];
            /** @description The path of its file or folder. */
            path: string;
        };
        /**
         * @description What runs are told apart by.
         * @enum {string}
         */
        GroupWord: "kind" | "task" | "status" | "trigger" | "day";
        /** @description How the server is. */
        Health: {
            /**
             * @description `ok` or `ready`.
             * @example ok
             */
            status: string;
        };
        /** @description What was added, as it was sent: an entry or a list of entries. */
        HistoryAdded: components["schemas"]["HistoryEntry"] | components["schemas"]["HistoryEntry"][];
        /** @description How many. */
        HistoryCount: {
            /**
             * Format: int64
             * @description The task's entries.
             */
            count: number;
        };
        /** @description How many went. */
        HistoryDeleted: {
            /**
             * Format: int64
             * @description The entries that were removed.
             */
            deleted: number;
        };
        /** @description An entry of a task's timeline. */
        HistoryEntry: {
            content: string;
            context_type: components["schemas"]["HistoryWord"];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description From then on it is never answered.
             */
            expires_at: string;
            id: string;
            /**
             * @description A JSON text.
             * @example {"tokens": 12}
             */
            metadata?: string | null;
            /**
             * Format: int64
             * @description Its number among the task's entries; order and eviction go by it.
             */
            n: number;
            /** @description The run it belongs to. */
            run_id?: string | null;
            /**
             * Format: int64
             * @description Its place in the run's ledger; null without a run.
             */
            seq?: number | null;
            session_id?: string | null;
            task_id: string;
            workspace_id?: string | null;
        };
        /** @description A page of entries. */
        HistoryPage: {
            /** @description The entries. */
            entries: components["schemas"]["HistoryEntry"][];
            /**
             * @description Where the next page begins; null after the last. A page that looks for a text may hold
             *     few entries, or none, and another one follow all the same.
             */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description How many entries the task has; null under a filter and across tasks.
             */
            total?: number | null;
        };
        /** @description How much of a task's timeline is kept; null: as configured for all. */
        HistoryRetention: {
            /**
             * Format: double
             * @description For how many days an entry is kept.
             * @default null
             */
            max_age_days?: number | null;
            /**
             * Format: int64
             * @description The most entries.
             * @default null
             */
            max_entries?: number | null;
        };
        /** @enum {string} */
        HistoryWord: "chat_message" | "execution_step" | "agent_turn" | "setup_complete" | "error" | "status_change";
        /** @description A request was taken. */
        HookTaken: {
            /** @description Whether it is new; one that came before changes nothing. */
            accepted: boolean;
        };
        /**
         * @description What a list answers besides.
         * @enum {string}
         */
        IncludeWord: "payloads";
        /** @description A new job. */
        InitiateBody: {
            /** @description The files that will be sent. */
            files?: components["schemas"]["FileBody"][] | null;
            /** @description The job's name. */
            name?: string | null;
        };
        /** @description A job with its first run. */
        Initiated: {
            /** @description The files that it waits for. */
            files: components["schemas"]["UploadTo"][];
            job_id: string;
            job_run_id: string;
            name: string;
        };
        /** @description A value that does not validate. */
        Issue: {
            /** @description Where it stands: `body`, `query`, `path` or `header`, then the way to it. */
            loc: components["schemas"]["Step"][];
            /** @description What is wrong with it. */
            msg: string;
        };
        /** @description A job with one of its runs. */
        JobDetail: {
            /** Format: date-time */
            completed_at?: string | null;
            config_step: components["schemas"]["ConfigStepWord"];
            /** Format: date-time */
            created_at: string;
            /** @description Its tasks; before it is submitted, those that it would have. */
            extraction_tasks: components["schemas"]["GroupRow"][];
            id: string;
            job_fields: components["schemas"]["FieldRow"][];
            /** @description The run that this tells of. */
            job_run_id: string;
            /** Format: date-time */
            last_active_at: string;
            name: string;
            persist_data: boolean;
            /** Format: int64 */
            run_number: number;
            status: components["schemas"]["JobStatusWord"];
            template_id?: string | null;
            /**
             * Format: int64
             * @description Counts the steps of the wizard.
             */
            version: number;
        };
        /** @description That something was done. */
        JobMessage: {
            job_run_id: string;
            message: string;
            status: components["schemas"]["JobStatusWord"];
        };
        /** @description A page of jobs. */
        JobPage: {
            jobs: components["schemas"]["JobRow"][];
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description How many jobs there are; null under a filter.
             */
            total?: number | null;
        };
        /** @description What of a job is to change; what is left out stays. */
        JobPatch: {
            /** @description Its name. */
            name?: string | null;
            /** @description Whether the run's files and results stay after its end. */
            persist_data?: boolean | null;
        };
        /** @description A job in a list. */
        JobRow: {
            /** @description Of the latest run. */
            config_step: components["schemas"]["ConfigStepWord"];
            /** Format: date-time */
            created_at: string;
            /** @description Whether the latest run has fields; only where it was asked for. */
            has_configured_fields?: boolean | null;
            id: string;
            latest_run_id?: string | null;
            name: string;
            /** Format: int64 */
            run_count: number;
            /** @description Of the latest run. */
            status: components["schemas"]["JobStatusWord"];
        };
        /** @description A run of a job, whole. */
        JobRunDetail: components["schemas"]["JobRunRow"] & {
            /**
             * Format: date-time
             * @description When its files and results went.
             */
            data_removed_at?: string | null;
            /** @description Its tasks; before it is submitted, those that it would have. */
            extraction_tasks: components["schemas"]["GroupRow"][];
            job_fields: components["schemas"]["FieldRow"][];
            job_id: string;
            job_run_id: string;
        };
        /** @description A page of a job's runs. */
        JobRunPage: {
            /** @description The latest run. */
            job_run_id?: string | null;
            latest_run_id?: string | null;
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            runs: components["schemas"]["JobRunRow"][];
            /** Format: int64 */
            total: number;
        };
        /** @description A run of a job in a list. */
        JobRunRow: {
            /** Format: date-time */
            completed_at?: string | null;
            config_step: components["schemas"]["ConfigStepWord"];
            /** Format: date-time */
            created_at: string;
            id: string;
            /**
             * Format: date-time
             * @description When anything of it was changed or happened last.
             */
            last_active_at: string;
            /** @description Whether its files and results stay after its end. */
            persist_data: boolean;
            /** Format: int64 */
            run_number: number;
            status: components["schemas"]["JobStatusWord"];
            /** Format: int64 */
            tasks_completed: number;
            /** Format: int64 */
            tasks_failed: number;
            /** Format: int64 */
            tasks_total: number;
            template_id?: string | null;
            /**
             * Format: int64
             * @description Counts the steps of its wizard.
             */
            version: number;
        };
        /** @enum {string} */
        JobStatusWord: "pending" | "in_progress" | "partially_completed" | "completed" | "failed" | "cancelled";
        /** @enum {string} */
        JobTaskWord: "pending" | "processing" | "completed" | "failed";
        /** @enum {string} */
        KindWord: "script" | "flow" | "extraction";
        /** @description A flow's latest run. */
        LatestFlowRun: {
            /** Format: date-time */
            ended_at?: string | null;
            id: string;
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            started_at?: string | null;
            status: components["schemas"]["StatusWord"];
        };
        /** @description A line of two logs. */
        LinePair: {
            /** @description The first run's, at most its first 4,096 bytes; null beyond the end of its log. */
            a?: string | null;
            /** @description The second run's, alike. */
            b?: string | null;
            /** Format: int64 */
            line_no: number;
        };
        /** @description How a log ended. */
        LogEndMark: {
            /**
             * Format: int64
             * @description The bytes kept.
             */
            at_byte: number;
            kind: components["schemas"]["LogEndWord"];
            /** @description An exit code, a signal, out of memory, a limit. */
            reason: string;
        };
        /** @enum {string} */
        LogEndWord: "complete" | "cut" | "lost";
        /** @description How much a node has printed. */
        LogFacts: {
            /**
             * Format: int64
             * @description Line ends included.
             */
            bytes: number;
            end?: components["schemas"]["LogEndMark"] | null;
            /** Format: int64 */
            lines: number;
        };
        /** @description A line of a run's log. */
        LogLine: {
            /** @description Its text without the line end; bytes that are not UTF-8 are U+FFFD. */
            line: string;
            /**
             * Format: int64
             * @description Its number within the node, from 1.
             */
            line_no: number;
            /** @description The node that printed it. */
            node: string;
            /**
             * Format: int64
             * @description Its place in the run's ledger.
             */
            seq: number;
            /** @description The output it came from. */
            stream: components["schemas"]["StreamWord"];
            /**
             * Format: date-time
             * @description When it was read.
             */
            ts: string;
        };
        /** @description A page of a run's log. */
        LogPage: {
            /** @description Whether no line can follow. */
            ended: boolean;
            /** @description The lines: of one node by number, of all by `seq`. */
            lines: components["schemas"]["LogLine"][];
            /**
             * Format: date-time
             * @description When retention removed the lines: there are none to answer then, though there were
             *     `total_lines`. Left out while they are kept.
             */
            log_removed_at?: string;
            /** @description The run. */
            run_id: string;
            /**
             * Format: int64
             * @description The lines there are.
             */
            total_lines: number;
        };
        /** @description The logs of a node. */
        LogPair: {
            first?: components["schemas"]["LinePair"] | null;
            node: string;
            /** @description Whether they are alike, as far as they go by now; null where that is not known. */
            same?: boolean | null;
            /**
             * Format: int64
             * @description The lines that are alike from the beginning.
             */
            same_lines: number;
            /** @description Why it is not known; null where it is. */
            unknown?: string | null;
        };
        /**
         * @description What a folder is made of.
         * @enum {string}
         */
        MediumWord: "Memory";
        /** @description Metadata in either form. */
        Metadata: string | {
            [key: string]: unknown;
        } | unknown[];
        /** @enum {string} */
        ModeWord: "individual" | "combined";
        /** @description Where a volume is found. */
        MountBody: {
            /** @description The folder, an absolute path. */
            mountPath: string;
            /** @description The volume's name. */
            name: string;
            /** @description Whether nothing is written to it. */
            readOnly?: boolean | null;
            /** @description A path within the volume instead of all of it. */
            subPath?: string | null;
        };
        /** @description Logs that were moved. */
        MovedLogs: {
            /**
             * Format: int64
             * @description Their bytes as stored.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Their lines.
             */
            lines: number;
            /**
             * Format: int64
             * @description Of how many runs.
             */
            runs: number;
        };
        /** @description One entry, or a list of them that is stored all or none. */
        NewHistory: components["schemas"]["NewHistoryEntry"] | components["schemas"]["NewHistoryEntry"][];
        /** @description An entry to be added. */
        NewHistoryEntry: {
            /**
             * @description What it says, at most 1 MiB (1,048,576 bytes of UTF-8).
             * @default null
             */
            content: string;
            /**
             * @description What it tells of, in any case.
             * @default null
             */
            context_type: components["schemas"]["HistoryWord"];
            /** @default null */
            metadata?: components["schemas"]["Metadata"] | null;
            /**
             * @description A run of this task, in whose ledger the entry takes a place. With a run's own token it is
             *     that run.
             * @default null
             */
            run_id?: string | null;
            /** @default null */
            session_id?: string | null;
            /** @default null */
            workspace_id?: string | null;
        };
        /** @description What a new run of a job is made from. */
        NewRunBody: {
            /** @description The run of the job whose fields it gets; the latest unless named. */
            clone_from_run_id?: string | null;
            /** @description Whether its files and results stay after its end; as in the run it is made from. */
            persist_data?: boolean | null;
            /** @description The template whose fields it gets instead. */
            template_id?: string | null;
        };
        /** @description A node of a run: a step, or `setup`. */
        NodeDetail: {
            /** Format: int64 */
            duration_ms?: number | null;
            /**
             * @description Each try of a node that was tried more than once, in order; told with the run itself, as long
             *     as its timeline is kept, and else empty.
             */
            each_try: components["schemas"]["TryDetail"][];
            /** Format: date-time */
            ended_at?: string | null;
            /** @description The environment of a flow's component; that of a script stands with its run. */
            environment_id?: string | null;
            /** Format: int64 */
            exit_code?: number | null;
            log: components["schemas"]["LogFacts"];
            /** @description One sentence on its failure, or why it was skipped. */
            message?: string | null;
            name: string;
            /** @description What a flow's component wrote to `ANNALS_OUTPUTS`. */
            outputs?: unknown;
            /** @description The process id or pod that carried it out. */
            process?: string | null;
            /** @description The run whose outcome stands for its own, where it was not run again. */
            reused_from?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            state: components["schemas"]["NodeStateWord"];
            /**
             * Format: int64
             * @description How often it was begun.
             */
            tries: number;
        };
        /** @description The log of one node. */
        NodeLog: {
            /** @description When the node began; empty before that. */
            createdAt: string;
            /**
             * Format: int64
             * @description The number of the first line in `logs`, from 1.
             */
            firstLine: number;
            /**
             * Format: int64
             * @description The lines the node's log holds.
             */
            lines: number;
            /** @description The text. */
            logs: string;
            /** @description The node's name; a script's program is `main`, the platform `setup`. */
            node: string;
            /** @description The node's id, unique across runs. */
            nodeId: string;
            /** @description Where the node stands. */
            phase: components["schemas"]["NodePhaseWord"];
            /** @description The pod or process that carried it out; empty before it began. */
            pod: string;
            /** @description Whether something before `firstLine` was left out. */
            truncated: boolean;
            /** @description When the node ended; when it began, while it runs; empty before that. */
            updatedAt: string;
        };
        /** @description A node of two runs. */
        NodePair: {
            a?: components["schemas"]["NodeDetail"] | null;
            b?: components["schemas"]["NodeDetail"] | null;
            node: string;
        };
        /** @enum {string} */
        NodePhaseWord: "Pending" | "Running" | "Succeeded" | "Failed" | "Cancelled" | "Skipped" | "Error";
        /** @enum {string} */
        NodeStateWord: "pending" | "running" | "success" | "failure" | "cancelled" | "skipped";
        /** @description A key of a Secret or a ConfigMap. */
        ObjectKeyBody: {
            /** @description The key. */
            key: string;
            /** @description The object's name. */
            name: string;
        };
        /**
         * @description By what flow runs are ordered.
         * @enum {string}
         */
        OrderByWord: "started_at";
        /** @enum {string} */
        OrderWord: "asc" | "desc";
        /** @description A resolved package. */
        PackageRow: {
            name: string;
            /** @description Its exact version, or where it came from if it has none. */
            version: string;
        };
        /** @description A parcel that is kept. */
        ParcelAnswer: {
            /** @description Its id, by which it is fetched. */
            id: string;
        };
        /** @enum {string} */
        PhaseWord: "Pending" | "Running" | "Succeeded" | "Failed" | "Error" | "Cancelled";
        /** @description What a run would do with a component. */
        PlanStep: {
            action: components["schemas"]["ActionWord"];
            component: string;
            /** @description Why. */
            reason: string;
        };
        /**
         * @description What a step asks of the pod that it runs in, in the words of Kubernetes; what is left out is as the
         *     server says. Kept with the run; steps on the server's own machine have no pod and ask for nothing.
         *     Which of these a task may set, the server's configuration says.
         */
        PodBody: {
            /** @description Variables whose values are in Secrets and ConfigMaps of the cluster. */
            env?: components["schemas"]["PodVariableBody"][] | null;
            /** @description Whole Secrets and ConfigMaps as variables. */
            envFrom?: components["schemas"]["PodVariablesBody"][] | null;
            /** @description The image. */
            image?: string | null;
            imagePullPolicy?: components["schemas"]["PullPolicyWord"] | null;
            /** @description Secrets by which images are pulled. */
            imagePullSecrets?: components["schemas"]["PodObjectBody"][] | null;
            /** @description What its node must be labelled with. */
            nodeSelector?: {
                [key: string]: string;
            } | null;
            resources?: components["schemas"]["ResourcesBody"] | null;
            /** @description The service account; it may create and patch `workflowtaskresults`. */
            serviceAccountName?: string | null;
            /** @description Taints that it bears. */
            tolerations?: components["schemas"]["TolerationBody"][] | null;
            /** @description Where the step finds them, and those of the server's configuration. */
            volumeMounts?: components["schemas"]["MountBody"][] | null;
            /** @description Its volumes. */
            volumes?: components["schemas"]["VolumeBody"][] | null;
        };
        /** @description An object of the cluster. */
        PodObjectBody: {
            /** @description Its name. */
            name: string;
        };
        /** @description A variable whose value is in the cluster. */
        PodVariableBody: {
            /** @description The variable. */
            name: string;
            /** @description Where its value is. */
            valueFrom: components["schemas"]["ValueFromBody"];
        };
        /** @description A whole Secret or ConfigMap as variables. */
        PodVariablesBody: {
            configMapRef?: components["schemas"]["PodObjectBody"] | null;
            /** @description What their names begin with. */
            prefix?: string | null;
            secretRef?: components["schemas"]["PodObjectBody"] | null;
        };
        /** @description What a run's fields are tried on. */
        PreviewBody: {
            /** @description The file; the first that values can be looked for in unless named. */
            file_id?: string | null;
        };
        /** @description What a run's fields give on one file, before it is submitted. */
        PreviewDetail: {
            file_id: string;
            job_run_id: string;
            /** @description What a task with this file alone would give. */
            result: components["schemas"]["ResultRow"];
        };
        /** @description What went wrong, in the form of RFC 9457. */
        Problem: {
            /** @description One plain sentence: what is wrong and, where it helps, what would be right. */
            detail: string;
            /** @description With status 422: each value that does not validate. */
            errors?: components["schemas"]["Issue"][];
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind of error for people. */
            title: string;
            /**
             * @description A stable name of the kind of error.
             * @example urn:annals:problem:not-found
             */
            type: string;
        };
        /** @description How far a run is. */
        ProgressDetail: {
            /** Format: int64 */
            completed: number;
            /** Format: int64 */
            failed: number;
            job_run_id: string;
            status: components["schemas"]["JobStatusWord"];
            tasks: components["schemas"]["ProgressTask"][];
            /** Format: int64 */
            total_tasks: number;
        };
        /** @description Where a task stands. */
        ProgressTask: {
            /** @description Why it failed. */
            error?: string | null;
            id: string;
            /** @description The path of its file or folder. */
            path: string;
            status: components["schemas"]["JobTaskWord"];
        };
        /**
         * @description When an image is pulled.
         * @enum {string}
         */
        PullPolicyWord: "Always" | "IfNotPresent" | "Never";
        /** @description How many runs for which limit. */
        Reasons: {
            /**
             * Format: int64
             * @description Older than `max_age_days`.
             */
            age: number;
            /**
             * Format: int64
             * @description Beyond `max_bytes`.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Beyond `max_runs_per_task`.
             */
            count: number;
        };
        /** @description How far the log of a pod is recorded. */
        RecordedAnswer: {
            /**
             * Format: int64
             * @description The number of the last line, as the pod counts its lines; 0 if none is recorded.
             */
            line: number;
        };
        /** @description What differs from the run that is run again; what is left out is as in that run. */
        RerunBody: {
            /**
             * @description PEP 508 requirements, one or more a line.
             * @default null
             */
            dependencies?: string | null;
            /**
             * @description Variables for the process, by name.
             * @default null
             */
            env?: {
                [key: string]: components["schemas"]["EnvironmentValue"];
            } | null;
            /**
             * @description Use the earlier run's recorded packages instead of resolving again.
             * @default null
             */
            exact?: boolean | null;
            /**
             * @description What is to carry it out.
             * @default null
             */
            executor?: string | null;
            /**
             * @description The component to begin with, for a run of a flow: it and all that need it are run again,
             *     and so is what did not succeed.
             * @default null
             */
            from_component?: string | null;
            /**
             * @description A JSON object that the program reads at `ANNALS_INPUTS`.
             * @default null
             */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            pod?: components["schemas"]["PodBody"] | null;
            /**
             * @description The program, at most 1 MiB.
             * @default null
             */
            python_code?: string | null;
            /**
             * @description The text of a requirements file; wins over `dependencies`.
             * @default null
             */
            requirements_file?: string | null;
            /**
             * @description The caller's session.
             * @default null
             */
            session_id?: string | null;
            /**
             * @description Labels of the run.
             * @default null
             */
            tags?: components["schemas"]["Tag"][] | null;
            /**
             * Format: double
             * @description The time limit in seconds, more than 0 and at most 30 days.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * @description The caller's workspace.
             * @default null
             */
            workspace_id?: string | null;
        };
        /** @description Amounts by the names of resources: `{"cpu": "500m", "memory": "1Gi"}`. */
        ResourcesBody: {
            /** @description The most that it gets. */
            limits?: {
                [key: string]: string;
            } | null;
            /** @description What the node must have free. */
            requests?: {
                [key: string]: string;
            } | null;
        };
        /** @description A page of results. */
        ResultPage: {
            /** @description How many files those tasks had. */
            files_processed_count: number;
            job_run_id: string;
            results: components["schemas"]["ResultRow"][];
            /**
             * Format: int64
             * @description How many tasks gave something.
             */
            total: number;
        };
        /** @description What a task gave. */
        ResultRow: {
            /** @description How sure each value is, from 0 to 1, in the same rows and columns. */
            confidence?: unknown;
            corrections: components["schemas"]["CorrectionRow"][];
            /**
             * @description Where each value was found: file, page, words and, in PDFs and pictures, `boxes`: the places
             *     of the words as shares of the page, each with `x0`, `y0`, `x1` and `y1`.
             */
            evidence?: unknown;
            /** @description With people's values in the place of those that were found. */
            extracted_data: components["schemas"]["ExtractedData"];
            processing_mode: components["schemas"]["ModeWord"];
            /** @description The paths of its files. */
            source_files: string[];
            task_id: string;
        };
        /** @description A run with everything that is kept of it, but for its log. */
        RunDetail: components["schemas"]["RunRow"] & {
            /** @description The files kept with it, by path. */
            artifacts: components["schemas"]["ArtifactRow"][];
            attempts: components["schemas"]["AttemptDetail"][];
            /** @description Whether its end has been asked for. */
            cancel_requested: boolean;
            /** @description Runs made from it, newest first, at most 100. */
            child_run_ids: string[];
            environment?: components["schemas"]["EnvironmentDetail"] | null;
            error?: components["schemas"]["Failure"] | null;
            /**
             * Format: date-time
             * @description When retention removed its files; null while they are kept.
             */
            files_removed_at?: string | null;
            /** @description The JSON object given as inputs. */
            inputs?: unknown;
            /** @description The last run of the task before this one that succeeded. */
            last_success_id?: string | null;
            /**
             * Format: date-time
             * @description When retention removed its log lines; null while they are kept.
             */
            log_removed_at?: string | null;
            nodes: components["schemas"]["NodeDetail"][];
            /** @description What it wrote to `ANNALS_OUTPUTS`. */
            outputs?: unknown;
            /** @description The run this one was made from. */
            parent_run_id?: string | null;
            snapshot: components["schemas"]["SnapshotDetail"];
            /**
             * Format: int64
             * @description The time limit in milliseconds.
             */
            timeout_ms?: number | null;
            /** @description Its name on the executor. */
            workflow_id: string;
            workspace_id?: string | null;
        };
        /** @description Figures of some runs. */
        RunFigures: {
            /**
             * Format: int64
             * @description The mean duration of those that ended, in milliseconds; null where none began and ended.
             */
            avg_duration_ms?: number | null;
            by_status: components["schemas"]["StatusTotals"];
            /**
             * Format: int64
             * @description Half of them took no longer, within a few per cent.
             */
            p50_duration_ms?: number | null;
            /**
             * Format: int64
             * @description 95 in 100 of them took no longer, within a few per cent.
             */
            p95_duration_ms?: number | null;
            /**
             * Format: double
             * @description Those that ended well, in per cent of all; 0 of none.
             */
            success_rate: number;
            /**
             * Format: int64
             * @description How many.
             */
            total: number;
        };
        /** @description A page of runs, newest first. */
        RunPage: {
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            /** @description The runs. */
            runs: components["schemas"]["RunRow"][];
        };
        /** @description A run in a list. */
        RunRow: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description From start to end, in milliseconds.
             */
            duration_ms?: number | null;
            /** Format: date-time */
            ended_at?: string | null;
            error_type?: components["schemas"]["ErrorWord"] | null;
            /** @description What carries it out: `local` or `argo`. */
            executor: string;
            id: string;
            /** @description The task's kind. */
            kind: components["schemas"]["KindWord"];
            /**
             * Format: int64
             * @description Its number within the task.
             */
            number: number;
            /** @description Whether retention leaves it alone. */
            pinned: boolean;
            session_id?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            status: components["schemas"]["StatusWord"];
            tags: string[];
            task_id: string;
            task_name: string;
            /** @description What set it off: `manual`, `api`, `rerun` … or a caller's own word. */
            trigger_type: string;
            user_id?: string | null;
        };
        /** @description Figures of runs over time. */
        RunStatsAnswer: components["schemas"]["RunFigures"] & {
            bucket: components["schemas"]["BucketWord"];
            /** @description The groups asked for, at most 100: days in order, others the largest first. */
            groups: components["schemas"]["StatsGroupRow"][];
            /**
             * Format: int64
             * @description The runs that are running now, whenever they began.
             */
            running_now: number;
            /** @description Every hour or day in order, those without runs too. */
            series: components["schemas"]["StatsPoint"][];
            /**
             * Format: date-time
             * @description The beginning of the time that is told of.
             */
            since: string;
            /**
             * Format: date-time
             * @description Its end, which is no longer part of it.
             */
            until: string;
        };
        /** @description The last line of a search's answer. */
        SearchDone: {
            /**
             * Format: int64
             * @description The blocks that could not be read, as they are damaged.
             */
            damaged_blocks: number;
            /** @description Always true: it tells this object from a hit. */
            done: boolean;
            /** @description Whether there is a further line beyond the limit. */
            more: boolean;
            /**
             * Format: int64
             * @description The bytes of lines that were read for it.
             */
            searched_bytes: number;
            /**
             * Format: int64
             * @description The runs whose logs were looked through.
             */
            searched_runs: number;
            /**
             * Format: int64
             * @description The blocks that need not be read, as their filters told.
             */
            skipped_blocks: number;
        };
        /** @description A line that a search found. */
        SearchHit: {
            /** @description The two lines after it. */
            after: string[];
            /** @description The two lines before it in its node's log, as far as there are any. */
            before: string[];
            /** @description How many characters stand before that. */
            left_out: number;
            /** @description Its text; of a very long line about 4,096 bytes around the first match. */
            line: string;
            /**
             * Format: int64
             * @description Its number within the node, from 1.
             */
            line_no: number;
            /**
             * @description The matches in `line`, each from its first character, counted from 0, to the one after its
             *     last. At most 100.
             */
            matches: number[][];
            /** @description The node that printed it. */
            node: string;
            /** @description The run that printed it. */
            run_id: string;
            /**
             * Format: int64
             * @description The run's number within the task.
             */
            run_number: number;
            /**
             * Format: int64
             * @description Its place in the run's ledger.
             */
            seq: number;
            /** @description The output it came from. */
            stream: components["schemas"]["StreamWord"];
            /** @description The run's task. */
            task_id: string;
            /** @description The task's name. */
            task_name: string;
            /**
             * Format: date-time
             * @description When it was read.
             */
            ts: string;
        };
        /** @description A line of a search's answer: hits, then one summary. */
        SearchLine: components["schemas"]["SearchHit"] | components["schemas"]["SearchDone"];
        /** @description The value of a secret. */
        SecretBody: {
            /** @description The value, at most 64 KiB. */
            value: string;
        };
        /** @description A page of secrets. */
        SecretPage: {
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            /** @description The secrets, by name. */
            secrets: components["schemas"]["SecretRow"][];
        };
        /** @description A secret, without its value. */
        SecretRow: {
            /**
             * Format: date-time
             * @description When it was first stored.
             */
            created_at: string;
            /**
             * @description Its name.
             * @example DB_PASSWORD
             */
            name: string;
            /**
             * Format: date-time
             * @description When its value was last replaced.
             */
            updated_at: string;
        };
        /** @description Who is signed in. */
        Session: {
            /** @description Whether the server serves requests without a token. */
            open: boolean;
            /** @description The name the token was made for; null on an open server. */
            user_id?: string | null;
        };
        /** @description The token to exchange. */
        SignIn: {
            /** @description An access token. */
            token: string;
        };
        /** @description Why runs are not changed, and how many. */
        Skips: {
            /**
             * Format: int64
             * @description They have not ended.
             */
            not_ended: number;
            /**
             * Format: int64
             * @description They are pinned.
             */
            pinned: number;
            /**
             * Format: int64
             * @description They are as they would become.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description There are no such runs.
             */
            unknown: number;
        };
        /** @description What a run executes; it never changes. */
        SnapshotDetail: {
            /** @description The program; of a flow, the programs of its components one after the other. */
            code: string;
            /** @description The components of a flow; null for a script. */
            components?: components["schemas"]["ComponentDetail"][] | null;
            dependencies?: string | null;
            /** @description The edges of a flow; null for a script. */
            edges?: components["schemas"]["EdgeBody"][] | null;
            /** @description Variables for the process; secrets by name only. */
            env: {
                [key: string]: components["schemas"]["EnvironmentValue"];
            };
            extraction?: components["schemas"]["ExtractionDetail"] | null;
            /** @description The hash of the content; equal content has equal ids. */
            id: string;
            kind: components["schemas"]["KindWord"];
            pod?: components["schemas"]["PodBody"] | null;
            requirements_file?: string | null;
        };
        /** @description A field that is looked for. */
        SoughtField: {
            ai_prompt?: string | null;
            data_type_id: components["schemas"]["DataTypeWord"];
            field_name: string;
        };
        /** @description The files of a task. */
        SoughtIn: {
            mode: components["schemas"]["ModeWord"];
            /** @description The path of its file or folder. */
            path: string;
            /** @description The paths of its files. */
            source_files: string[];
            task_id: string;
        };
        /** @enum {string} */
        SourceWord: "database" | "kubernetes" | "local" | "error";
        /** @description Runs that have something in common. */
        StatsGroupRow: components["schemas"]["RunFigures"] & {
            /** @description What they have in common: a word, a task's id, or the beginning of a day. */
            key: string;
            /** @description The name of a task; null for other groups. */
            name?: string | null;
        };
        /** @description A point of a series. */
        StatsPoint: components["schemas"]["RunFigures"] & {
            /**
             * Format: date-time
             * @description The beginning of the hour or day.
             */
            at: string;
        };
        /** @description How many runs have which status. */
        StatusTotals: {
            /** Format: int64 */
            cancelled: number;
            /** Format: int64 */
            failure: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            success: number;
        };
        /** @enum {string} */
        StatusWord: "pending" | "running" | "success" | "failure" | "cancelled";
        /** @description One step of the way to a value. */
        Step: string | number;
        /** @description A step of the wizard. */
        StepBody: {
            /** @description The step to go to. */
            config_step: components["schemas"]["ConfigStepWord"];
            /**
             * Format: int64
             * @description The version that was seen; a stale one is refused.
             */
            version?: number | null;
        };
        /** @enum {string} */
        StreamWord: "stdout" | "stderr";
        /** @description How much is kept of one subject. Pinned runs, and those that have not ended, always stay. */
        SubjectLimits: {
            /**
             * Format: double
             * @description For how many days after a run's end.
             * @default null
             */
            max_age_days?: number | null;
            /**
             * Format: int64
             * @description The most stored bytes of this task, the newest runs first; pinned ones are counted first.
             * @default null
             */
            max_bytes?: number | null;
            /**
             * Format: int64
             * @description Of how many runs, the newest first; pinned ones are not counted.
             * @default null
             */
            max_runs_per_task?: number | null;
        };
        /** @description What went, by subject. */
        Subjects: {
            /** @description Files of runs that stay. */
            files: components["schemas"]["FreedSubject"];
            /** @description Logs of runs that stay. */
            logs: components["schemas"]["FreedSubject"];
            /** @description Whole runs, with the logs and files they still had. */
            runs: components["schemas"]["FreedSubject"];
        };
        /** @description A run that was accepted. */
        SubmitAnswer: {
            /** @description The task. */
            id: string;
            /** @description The run. */
            runId: string;
            /**
             * Format: int64
             * @description The run's number within the task.
             */
            runNumber: number;
            /** @description The run's name on the executor; `local-{runId}` for a local one. */
            workflowId: string;
        };
        /** @description A Python program to run. */
        SubmitBody: {
            /**
             * @description PEP 508 requirements, one or more a line.
             * @default null
             * @example six>=1.16,<1.17
             */
            dependencies?: string | null;
            /**
             * @description Variables for the process, by name (`[A-Za-z_][A-Za-z0-9_]*`, not beginning with
             *     `ANNALS_`).
             * @default null
             */
            env?: {
                [key: string]: components["schemas"]["EnvironmentValue"];
            } | null;
            /**
             * @description What is to carry it out: `local` or `argo`; left out, the server's own.
             * @default null
             */
            executor?: string | null;
            /**
             * @description A JSON object that the program reads at `ANNALS_INPUTS`.
             * @default null
             */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The task's name.
             * @default null
             */
            name?: string | null;
            /** @default null */
            pod?: components["schemas"]["PodBody"] | null;
            /**
             * @description The program, at most 1 MiB. Needed unless `taskId` is given; then, left out, it is as in
             *     the latest run.
             * @default null
             * @example print('hello')
             */
            pythonCode?: string | null;
            /**
             * @description The text of a requirements file; wins over `dependencies`.
             * @default null
             */
            requirementsFile?: string | null;
            /**
             * @description The caller's session.
             * @default null
             */
            sessionId?: string | null;
            /**
             * @description Labels of the run.
             * @default null
             */
            tags?: components["schemas"]["Tag"][] | null;
            /**
             * @description The task to run again; left out, a new one is made.
             * @default null
             */
            taskId?: string | null;
            /**
             * Format: double
             * @description The time limit in seconds, more than 0 and at most 30 days.
             * @default null
             */
            timeoutSeconds?: number | null;
            /**
             * @description The caller's workspace.
             * @default null
             */
            workspaceId?: string | null;
        };
        /** @description A label: not empty, without control characters. */
        Tag: string;
        /** @description The labels that a run has now. */
        Tags: {
            /** @description The labels. */
            tags: string[];
        };
        /** @description The labels that a run is to have. */
        TagsBody: {
            /** @description The labels; they replace the run's. */
            tags: components["schemas"]["Tag"][];
        };
        /**
         * @description What a taint does.
         * @enum {string}
         */
        TaintWord: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
        /** @description What came of deleting a task. */
        TaskDeleted: {
            /** @description The task. */
            id: string;
            /**
             * Format: int64
             * @description Logs that went.
             */
            logs_deleted: number;
            /**
             * Format: int64
             * @description Runs that went.
             */
            runs_deleted: number;
            /**
             * @description `deleted`.
             * @example deleted
             */
            status: string;
            /**
             * Format: int64
             * @description Executions that were ended or removed.
             */
            workflows_deleted: number;
        };
        /** @description A task with its latest runs. */
        TaskDetail: {
            /** Format: date-time */
            createdAt: string;
            dependencies?: string | null;
            id: string;
            name: string;
            /** @description Where `/runs?cursor=` goes on after these runs; null where there are no more. */
            nextCursor?: string | null;
            /** @description The latest run's code; empty where the task has no run. */
            pythonCode: string;
            requirementsFile?: string | null;
            /** Format: int64 */
            runCount: number;
            /** @description Its runs, newest first, the latest 100. */
            runs: components["schemas"]["TaskRun"][];
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description The logs of a run, one row a node, by start of node. */
        TaskLogs: {
            /** @description A warning, where they may be incomplete. */
            error?: string;
            /** @description One row a node; `setup` only where it printed. */
            logs: components["schemas"]["NodeLog"][];
            /** @description The run. */
            runId: string;
            /**
             * Format: int64
             * @description The run's number.
             */
            runNumber: number;
            /** @description Where they were read from. */
            source: components["schemas"]["SourceWord"];
        };
        /** @description A page of tasks, newest first. */
        TaskPage: {
            /** @description Where the next page begins; null after the last. */
            nextCursor?: string | null;
            /** @description The tasks. */
            tasks: components["schemas"]["TaskRow"][];
        };
        /** @enum {string} */
        TaskPhaseWord: "Pending" | "Running" | "Succeeded" | "Failed" | "Error" | "Cancelled" | "";
        /** @description How much of a task's runs is kept; what is null is as configured for all. */
        TaskRetention: {
            /**
             * @description Of the files they left.
             * @default null
             */
            files?: components["schemas"]["SubjectLimits"];
            /**
             * @description Of their logs.
             * @default null
             */
            logs?: components["schemas"]["SubjectLimits"];
            /**
             * @description Of runs as a whole.
             * @default null
             */
            runs?: components["schemas"]["SubjectLimits"];
        };
        /** @description A task in a list; what it tells of is its latest run. */
        TaskRow: {
            /** Format: date-time */
            createdAt: string;
            /** @description The dependencies asked for. */
            dependencies?: string | null;
            /** @description When the latest run ended; empty before that. */
            finishedAt: string;
            id: string;
            /**
             * Format: int64
             * @description The latest run's number; null where the task has no run.
             */
            latestRunNumber?: number | null;
            name: string;
            /** @description The latest run's phase; empty where the task has no run. */
            phase: components["schemas"]["TaskPhaseWord"];
            /** @description The latest run's code, at most its first 4,096 characters. */
            pythonCode: string;
            /** Format: int64 */
            runCount: number;
            /** @description When the latest run began; empty before that. */
            startedAt: string;
        };
        /** @description A run of a task, with the code and the dependencies that it ran. */
        TaskRun: {
            /** Format: date-time */
            createdAt: string;
            dependencies?: string | null;
            /** @description When it ended; empty before that. */
            finishedAt: string;
            id: string;
            phase: components["schemas"]["PhaseWord"];
            pythonCode: string;
            requirementsFile?: string | null;
            /** Format: int64 */
            runNumber: number;
            /** @description When it began; empty before that. */
            startedAt: string;
            /** @description Its name on the executor. */
            workflowId: string;
        };
        /** @description A run of a task with what went in and what came out. */
        TaskRunDetail: components["schemas"]["TaskRun"] & {
            error?: components["schemas"]["Failure"] | null;
            /** @description The JSON object given as inputs. */
            inputs?: unknown;
            /** @description What the program wrote to `ANNALS_OUTPUTS`. */
            outputs?: unknown;
            tags: string[];
        };
        /** @description A page of a task's runs, newest first. */
        TaskRunPage: {
            /** @description Where the next page begins; null after the last. */
            nextCursor?: string | null;
            /** @description The runs. */
            runs: components["schemas"]["TaskRun"][];
        };
        /** @description What a template is to be. */
        TemplateBody: {
            /** @description What it is for. */
            description?: string | null;
            /** @description Its fields. */
            fields: components["schemas"]["TemplateFieldRow"][];
            /** @description Whether everybody may see and use it. */
            is_public?: boolean | null;
            /** @description Its name. */
            name: string;
        };
        /** @description A template. */
        TemplateDetail: {
            /** Format: date-time */
            created_at: string;
            description?: string | null;
            fields: components["schemas"]["TemplateFieldRow"][];
            id: string;
            is_public: boolean;
            name: string;
            /** Format: date-time */
            updated_at: string;
            user_id?: string | null;
        };
        /** @description A field of a template. */
        TemplateFieldRow: {
            /** @description What kind of value it has. */
            data_type: components["schemas"]["DataTypeWord"];
            /** @description Its name. */
            name: string;
            /** @description What it means, in a person's words. */
            prompt?: string | null;
        };
        /** @description A page of templates. */
        TemplatePage: {
            /** @description Where the next page begins; null after the last. */
            next_cursor?: string | null;
            templates: components["schemas"]["TemplateDetail"][];
        };
        /** @description Whether an automation is to be on. */
        ToggleBody: {
            /** @description Left out: the other state than now. */
            is_enabled?: boolean | null;
        };
        /** @description A taint that is borne. */
        TolerationBody: {
            effect?: components["schemas"]["TaintWord"] | null;
            /** @description Its key. */
            key?: string | null;
            operator?: components["schemas"]["TolerationWord"] | null;
            /**
             * Format: int64
             * @description For how long one that evicts is borne.
             */
            tolerationSeconds?: number | null;
            /** @description Its value. */
            value?: string | null;
        };
        /**
         * @description How a taint's value is compared.
         * @enum {string}
         */
        TolerationWord: "Equal" | "Exists";
        /** @enum {string} */
        TriggerWord: "cron" | "folder" | "webhook" | "imap" | "gmail" | "drive";
        /** @description One try of a node. */
        TryDetail: {
            /**
             * Format: date-time
             * @description When it had ended; null while it goes on.
             */
            ended_at?: string | null;
            /** @description One sentence on its failure. */
            message?: string | null;
            /**
             * Format: date-time
             * @description When its process started; null where it never did.
             */
            started_at?: string | null;
        };
        /** @description Where a file's bytes are to be sent. */
        UploadTo: {
            file_id: string;
            original_path: string;
            /** @description Takes a PUT of the bytes, without a token. */
            upload_url: string;
        };
        /** @description What was used. */
        UsageReport: {
            /**
             * Format: int64
             * @description Of these rows together.
             */
            total_pages: number;
            /**
             * Format: int64
             * @description Of these rows together.
             */
            total_tasks: number;
            usage: components["schemas"]["UsageRow"][];
        };
        /** @description What a job used for a user in a month. */
        UsageRow: {
            job_id: string;
            /** @description The month in UTC: `2026-11`. */
            month: string;
            /**
             * Format: int64
             * @description How many pages they had.
             */
            pages: number;
            /**
             * Format: int64
             * @description How many tasks were completed.
             */
            tasks: number;
            user_id?: string | null;
        };
        /** @description Where a variable's value is: one of these. */
        ValueFromBody: {
            configMapKeyRef?: components["schemas"]["ObjectKeyBody"] | null;
            secretKeyRef?: components["schemas"]["ObjectKeyBody"] | null;
        };
        /** @description A volume: its name and one place that it is of. */
        VolumeBody: {
            configMap?: components["schemas"]["PodObjectBody"] | null;
            emptyDir?: components["schemas"]["EmptyDirBody"] | null;
            /** @description Its name within the pod; not `annals`. */
            name: string;
            persistentVolumeClaim?: components["schemas"]["ClaimBody"] | null;
            secret?: components["schemas"]["VolumeSecretBody"] | null;
        };
        /** @description A Secret as files. */
        VolumeSecretBody: {
            /** @description Its name. */
            secretName: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_automations: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_automation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationBody"];
            };
        };
        responses: {
            /** @description The automation */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The automation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationBody"];
            };
        };
        responses: {
            /** @description The automation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_automation_runs: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRunPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_automation_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
                /** @description The event's id. */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is under way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRunRow"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    toggle_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ToggleBody"] | null;
            };
        };
        responses: {
            /** @description The automation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_data_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds of value */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataTypeList"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    all_events: {
        parameters: {
            query?: {
                /** @description Only runs of this task. */
                task_id?: string;
                /** @description Only runs of tasks of this kind, in any case. */
                kind?: components["schemas"]["KindWord"];
                /** @description The `id` of the last event seen, for clients that cannot send the header. */
                after?: string;
            };
            header?: {
                /** @description The `id` of the last event seen; wins over `after` */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_flow_runs: {
        parameters: {
            query?: {
                /** @description Only runs of this flow. */
                flow_id?: string;
                /** @description Only runs with this status, in any case. */
                status?: components["schemas"]["StatusWord"];
                /** @description Only runs that this set off. */
                trigger_type?: string;
                /** @description Only runs of this session. */
                session_id?: string;
                /** @description Only runs of this user. */
                user_id?: string;
                /** @description How many runs a page holds. */
                limit?: number;
                /** @description How many runs to pass over; a cursor costs less. */
                offset?: number;
                /** @description The header `X-Next-Cursor` of the page before. */
                cursor?: string;
                /** @description By what the list is ordered; a run that has not begun stands where it was accepted. */
                order_by?: components["schemas"]["OrderByWord"];
                /** @description In which order. */
                order_dir?: components["schemas"]["OrderWord"];
                /** @description `payloads` answers inputs and outputs too. */
                include?: components["schemas"]["IncludeWord"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunRow"][];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record_flow_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowRunReport"];
            };
        };
        responses: {
            /** @description It is recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunRow"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_flow_runs: {
        parameters: {
            query?: {
                /** @description Those of this flow. */
                flow_id?: string;
                /** @description Those that began more than so many days ago. */
                older_than_days?: number;
                /** @description Says that all runs of all flows are meant. */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunsDeleted"];
                };
            };
            /** @description They are being deleted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunsDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_run_stats: {
        parameters: {
            query?: {
                /** @description Only runs of this flow. */
                flow_id?: string;
                /** @description Of how many days: since UTC midnight so many days ago. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunStats"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_flow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunRow"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_flow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_flow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FlowRunReport"] | null;
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunRow"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_flows: {
        parameters: {
            query?: {
                /** @description Only flows whose name contains this, in any case, or whose id it is. */
                q?: string;
                /** @description How many flows a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of flows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_flow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowBody"];
            };
        };
        responses: {
            /** @description The flow */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowBody"];
            };
        };
        responses: {
            /** @description The flow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowPatch"];
            };
        };
        responses: {
            /** @description The flow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_flow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FlowRunBody"] | null;
            };
        };
        responses: {
            /** @description What would be done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowPlan"];
                };
            };
            /** @description The run was accepted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowRunRow"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_history: {
        parameters: {
            query?: {
                /** @description Only entries of this type, in any case. */
                context_type?: components["schemas"]["HistoryWord"];
                /** @description Only entries of this run. */
                run_id?: string;
                /** @description Only entries of this workspace. */
                workspace_id?: string;
                /** @description Only entries of this session. */
                session_id?: string;
                /** @description Only entries written then or later. */
                since?: string;
                /** @description Only entries written before then. */
                until?: string;
                /** @description Only entries whose content contains this, in any case. */
                q?: string;
                /** @description How many entries a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description `asc`: the oldest first, as one reads a timeline; `desc`: the newest first. */
                order?: ("asc" | "desc") & Record<string, never>;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clean_history: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_hook: {
        parameters: {
            query?: {
                /**
                 * @description The file's name where the body is one file. Without it the body is JSON:
                 *     `{"files": [{"filename", "content"}]}`, the content in Base64.
                 */
                filename?: string;
            };
            header?: {
                /** @description The signature. */
                "Annals-Signature"?: string | null;
                /** @description What tells the event from others. */
                "Event-Id"?: string | null;
            };
            path: {
                /** @description The automation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description It is stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookTaken"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    google_auth_url: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthUrl"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    google_disconnect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is disconnected */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    google_exchange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeBody"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    google_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description Only jobs whose latest run stands so. */
                status?: components["schemas"]["JobStatusWord"];
                /** @description How many jobs a page holds. */
                limit?: number;
                /** @description How many jobs to pass over; a cursor costs less. */
                offset?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Whether to say of each job if its latest run has fields. */
                include_field_status?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    initiate_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InitiateBody"];
            };
        };
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Initiated"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobPatch"];
            };
        };
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description It was asked to end and is not gone yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_config_step: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepBody"];
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: {
                /** @description The `id` of the last event seen: what came after it is sent, without a `full_state` before */
                "Last-Event-ID"?: string | null;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_csv: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_excel: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_csv_to_drive: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description The folder's id; the account's own folder unless given. */
                folder_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriveExported"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_excel_to_drive: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description The folder's id; the account's own folder unless given. */
                folder_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriveExported"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_exports: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_export: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The export's id. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_fields: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldsBody"];
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_files: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description Only files that values can be looked for in: not archives, and none that failed. */
                processable?: boolean;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_files: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FilesForm"];
            };
        };
        responses: {
            /** @description The files that came */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_file: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The file's id. */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description What stands in `upload_url`; a token does as well. */
                key?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The file's id. */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_file: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The file's id. */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_page: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description How many pixels wide a page is drawn. */
                width?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The file's id. */
                file_id: string;
                /** @description The page, from 1. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_from_drive: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DriveImportBody"];
            };
        };
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_from_gmail: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GmailImportBody"];
            };
        };
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewBody"] | null;
            };
        };
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    job_progress: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    job_results: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
                /** @description How many tasks a page holds. */
                limit?: number;
                /** @description How many tasks to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correct_result: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The id of a task of the run. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionBody"];
            };
        };
        responses: {
            /** @description It is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_job_runs: {
        parameters: {
            query?: {
                /** @description How many runs a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    new_job_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewRunBody"] | null;
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_job_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The run's id. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_job: {
        parameters: {
            query?: {
                /** @description The run; the latest of the job unless given. */
                run_id?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SubmitBody"] | null;
            };
        };
        responses: {
            /** @description It waits for its turn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMessage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_logs: {
        parameters: {
            query: {
                /** @description The text to find, or the regular expression. */
                q: string;
                /** @description Whether `q` is a regular expression, in the syntax of the Rust crate `regex`. */
                regex?: boolean;
                /** @description `ignore` finds upper and lower case alike. */
                case?: "exact" | "ignore";
                /** @description Only runs of this task. */
                task_id?: string;
                /** @description Only runs of tasks of this kind, in any case. */
                kind?: components["schemas"]["KindWord"];
                /** @description Only runs that began then or later. */
                started_after?: string;
                /** @description Only runs that began before then. */
                started_before?: string;
                /** @description How many lines are answered at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines found, then what was looked at */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["SearchLine"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    collect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionBody"];
            };
        };
        responses: {
            /** @description What went, or would */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description Only runs of tasks of this kind, in any case. */
                kind?: components["schemas"]["KindWord"];
                /** @description Only runs with this status, in any case. */
                status?: components["schemas"]["StatusWord"];
                /** @description Only runs of this task. */
                task_id?: string;
                /** @description Only runs that this set off. */
                trigger_type?: string;
                /** @description Only runs of this session. */
                session_id?: string;
                /** @description Only runs of this user. */
                user_id?: string;
                /** @description Only runs with this tag. */
                tag?: string;
                /** @description Only runs whose task's name contains this, in any case, or whose id it is. */
                q?: string;
                /** @description Only runs that began then or later. */
                started_after?: string;
                /** @description Only runs that began before then. */
                started_before?: string;
                /** @description Only runs that took at least this many milliseconds. */
                min_duration_ms?: number;
                /** @description How many runs a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    act_on_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            /** @description What was done, or would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description It is being done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_runs: {
        parameters: {
            query?: {
                /** @description The first run. */
                a?: string;
                /** @description The second run. */
                b?: string;
                /** @description Whether to compare the logs, which takes as long as reading both. */
                logs?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_stats: {
        parameters: {
            query?: {
                /** @description Only runs of tasks of this kind, in any case. */
                kind?: components["schemas"]["KindWord"];
                /** @description Only runs with this status, in any case. */
                status?: components["schemas"]["StatusWord"];
                /** @description Only runs of this task. */
                task_id?: string;
                /** @description Only runs of these tasks: at most 100 ids, with commas between them. */
                task_ids?: string;
                /** @description Only runs that this set off. */
                trigger_type?: string;
                /** @description Only runs that began in this hour or day, or later. */
                started_after?: string;
                /** @description Only runs that began in this hour or day, or before. */
                started_before?: string;
                /** @description What a point of the series covers, in UTC. Single hours are kept for 8 days. */
                bucket?: components["schemas"]["BucketWord"];
                /** @description What to tell runs apart by besides. */
                group_by?: components["schemas"]["GroupWord"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunStatsAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_artifacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactList"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
                /** @description The file's path, with `/` between its parts. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The bytes that `Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Range not satisfiable */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
                /** @description The file's path, with `/` between its parts. */
                path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description The file as it is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactRow"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description It was asked to end and is not gone yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_events: {
        parameters: {
            query?: {
                /** @description Only what comes after this `seq`; 0 is the beginning. */
                after?: number;
            };
            header?: {
                /** @description The `id` of the last event seen; wins over `after` */
                "Last-Event-ID"?: number | null;
            };
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_run_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
                /** @description The file's id. */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_logs: {
        parameters: {
            query?: {
                /** @description Only this node's lines; left out, those of all nodes by `seq`. */
                node?: string;
                /** @description The first line, from 1. */
                from_line?: number;
                /** @description The last line, inclusive; not before `from_line`. */
                to_line?: number;
                /** @description Only lines that contain this text. */
                q?: string;
                /** @description How to answer. */
                format?: "json" | "text";
            };
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                    "text/plain": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_logs: {
        parameters: {
            query?: {
                /** @description Only this node's lines; left out, those of all nodes by `seq`. */
                node?: string;
                /** @description Whether each line begins with its time. */
                timestamps?: boolean;
            };
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The bytes that `Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Range not satisfiable */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    keep_parcel: {
        parameters: {
            query?: {
                /** @description The number of the attempt that gives it; refused where another one goes on. */
                epoch?: number;
            };
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The parcel's id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParcelAnswer"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_parcel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
                /** @description The parcel's id. */
                parcel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The JSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pin_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run, pinned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRow"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpin_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run, not pinned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRow"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recorded_line: {
        parameters: {
            query: {
                /** @description The name of the pod. */
                pod: string;
                /** @description The number of the attempt that the pod belongs to. */
                epoch: number;
            };
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerun: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RerunBody"] | null;
            };
        };
        responses: {
            /** @description The run was accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsBody"];
            };
        };
        responses: {
            /** @description The tags it has now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tags"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id. */
                id: string;
                /** @description The tag. */
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tags it has now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tags"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_secrets: {
        parameters: {
            query?: {
                /** @description How many secrets a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretBody"];
            };
        };
        responses: {
            /** @description The secret is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretRow"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    current_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in; the cookie is set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tasks: {
        parameters: {
            query?: {
                /** @description How many tasks a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only tasks whose name or id contains this, in any case. */
                q?: string;
                /** @description Only tasks whose latest run is in this phase, in any case. */
                phase?: components["schemas"]["PhaseWord"];
                /** @description Only tasks whose latest run has this tag. */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitBody"];
            };
        };
        responses: {
            /** @description The run was accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description It was asked to end and is not gone yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_history: {
        parameters: {
            query?: {
                /** @description Only entries of this type, in any case. */
                context_type?: components["schemas"]["HistoryWord"];
                /** @description Only entries of this run. */
                run_id?: string;
                /** @description Only entries of this workspace. */
                workspace_id?: string;
                /** @description Only entries of this session. */
                session_id?: string;
                /** @description Only entries written then or later. */
                since?: string;
                /** @description Only entries written before then. */
                until?: string;
                /** @description Only entries whose content contains this, in any case. */
                q?: string;
                /** @description How many entries a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description `asc`: the oldest first, as one reads a timeline; `desc`: the newest first. */
                order?: ("asc" | "desc") & Record<string, never>;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_history: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHistory"];
            };
        };
        responses: {
            /** @description It is there */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAdded"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDeleted"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many entries there are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryCount"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_history: {
        parameters: {
            query?: {
                /** @description `jsonl`: an entry a line as JSON; `csv`: a table whose cells no spreadsheet runs. */
                format?: components["schemas"]["ExportWord"];
                /** @description Only entries of this type, in any case. */
                context_type?: components["schemas"]["HistoryWord"];
                /** @description Only entries of this run. */
                run_id?: string;
                /** @description Only entries of this workspace. */
                workspace_id?: string;
                /** @description Only entries of this session. */
                session_id?: string;
                /** @description Only entries written then or later. */
                since?: string;
                /** @description Only entries written before then. */
                until?: string;
                /** @description Only entries whose content contains this, in any case. */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_history_retention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task's own limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryRetention"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_history_retention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistoryRetention"];
            };
        };
        responses: {
            /** @description The task's own limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryRetention"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_history: {
        parameters: {
            query?: {
                /** @description Only entries whose `n` is greater; 0: all that are kept. */
                after?: number;
                /** @description Only entries of this type, in any case. */
                context_type?: components["schemas"]["HistoryWord"];
                /** @description Only entries of this run. */
                run_id?: string;
                /** @description Only entries of this workspace. */
                workspace_id?: string;
                /** @description Only entries of this session. */
                session_id?: string;
                /** @description Only entries written then or later. */
                since?: string;
                /** @description Only entries written before then. */
                until?: string;
                /** @description Only entries whose content contains this, in any case. */
                q?: string;
            };
            header?: {
                /** @description The `id` of the last event seen; wins over `after` */
                "Last-Event-ID"?: number | null;
            };
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_logs: {
        parameters: {
            query?: {
                /** @description Which run; left out, the latest. */
                run_number?: number;
                /** @description Leave out this many lines of each node. */
                offset_line?: number;
                /** @description How many lines of each node; 10,000 where only `offset_line` is given. */
                limit_lines?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The logs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLogs"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_task_retention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task's own limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRetention"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_task_retention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRetention"];
            };
        };
        responses: {
            /** @description The task's own limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRetention"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_task_runs: {
        parameters: {
            query?: {
                /** @description How many runs a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRunPage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_task_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The run's number within the task, from 1. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRunDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_run_logs: {
        parameters: {
            query?: {
                /** @description Leave out this many lines of each node. */
                offset_line?: number;
                /** @description How many lines of each node; 10,000 where only `offset_line` is given. */
                limit_lines?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The run's number within the task, from 1. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The logs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLogs"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollback_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The task's id. */
                id: string;
                /** @description The run's number within the task, from 1. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run was accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_templates: {
        parameters: {
            query?: {
                /** @description How many templates a page holds. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePage"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body answers the same result, with another body 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateBody"];
            };
        };
        responses: {
            /** @description The template */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDetail"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateBody"];
            };
        };
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_usage: {
        parameters: {
            query?: {
                /** @description Only what was used from here on. */
                from?: string;
                /** @description Only what was used before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description How many rows to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReport"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_logs_live: {
        parameters: {
            query?: {
                /** @description Which run; left out, the latest. */
                run_number?: number;
                /** @description Send only lines after this `seq`. */
                after?: number;
                /** @description `delta` sends only new lines, from the beginning unless `after` says otherwise. */
                mode?: "snapshot" | "delta";
            };
            header?: never;
            path: {
                /** @description The task's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection speaks WebSocket from here on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authorised */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upgrade required */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
