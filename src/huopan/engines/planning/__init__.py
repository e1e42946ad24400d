"""Can I take it, when, and will I still earn: finite capacity, promises, pools, money and what may go wrong.

Time is integer seconds since an origin that the caller chooses; money is integer fen; nothing here reads a clock.

    model        values: Shop, WorkCentre, Machine, Calendar, Job, Step, Option, Plan, Placement
    calendars    Origin, WorkWeek, calendar_of: weeks, holidays, make-up days and overtime as seconds, and back
    boards       Board(shop, jobs, plan): .plan() .finish() .late() .release() .advance() .fix() .pull_forward()
    promising    promise(board, job), cheapest(board, job, wanted_by) → Promise; commit(board, promise)
    pooling      open_pools(board), offers(board, job) → PoolOffer: share one set-up; commit(board, offer.promise)
    routing      Routing of Operations with cycle times; check(), job_of(routing, quantity) → Job
    bottleneck   loads(board), bid_price(board) → Bid: where the factory is short and what an hour there must earn
    economics    QuoteRequest, job_for(), arithmetic(board, request, promise, bid) → Arithmetic, exact to the fen
    verdicts     judge(board, request) → Verdict: accept, counter (with priced changes) or decline
    refusals     why not, in words
    checking     faults(shop, jobs, plan): what is wrong with a plan

A board belongs to one thread. Its loops are compiled when first called and kept beside the code for the next process.
"""
