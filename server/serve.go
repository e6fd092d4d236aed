package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/user"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/pages"
	"galley/server/api"
	"galley/server/auth"
	"galley/server/demo"
	"galley/server/ingest"
	"galley/server/site"
	"galley/server/store"
	"galley/server/wiring"
	"galley/web"
)

// defaultAddr is where a server listens unless told otherwise.
const defaultAddr = "127.0.0.1:8080"

// drain is how long a stopping server waits for the requests it has.
const drain = 10 * time.Second

// serving is what the serve command was asked for.
type serving struct {
	addr      string
	addrGiven bool
	demo      bool
	fetch     bool
	user      string
}

func (p *program) serveCommand() *cobra.Command {
	var o serving
	cmd := &cobra.Command{
		Use: "serve --data FOLDER", Short: "Start the server", Args: exactly(0, "no arguments"),
		Long: "Start the server. The first line on standard output is \"listening on URL\"; where nobody may sign in yet, and always with\n" +
			"--demo, the second is \"sign in: URL\", a link for one visit. The log goes to standard error.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.addrGiven = cmd.Flags().Changed("addr")
			return p.serve(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.addr, "addr", defaultAddr, "`HOST:PORT` to listen on, on this machine; port 0 picks a free one")
	cmd.Flags().BoolVar(&o.demo, "demo", false, "fill an empty data folder with a sample project, and print a sign-in link on every start")
	cmd.Flags().BoolVar(&o.fetch, "fetch", false, "let people add articles by their address; the server then fetches pages of the public internet")
	cmd.Flags().StringVar(&o.user, "user", "", "the first person's `name` (default: yours on this machine; demo with --demo)")
	return p.dataFlag(cmd)
}

func (p *program) serve(ctx context.Context, o serving) error {
	if p.data == "" {
		return usagef("--data FOLDER is missing (or GALLEY_DATA)")
	}
	if err := auth.CheckAddress(o.addr); err != nil {
		return usage{fmt.Errorf("--addr: %s", detail(err))}
	}
	o.user = firstUser(o)
	if err := checkName("--user", o.user, "a person's name"); err != nil {
		return err
	}
	deaf()
	log := p.logger()
	data, err := store.Open(ctx, p.data, store.Options{Mode: store.Serve, Log: log})
	if err != nil {
		return err
	}
	services := wiring.With(data, wiring.Options{Fetch: o.fetch, Log: log})
	services.Imports.Start()
	sketched := sketching(ctx, data, log)
	err = p.serveOn(ctx, o, services, log)
	services.Live.Close()
	services.Imports.Close()
	sketched()
	return errors.Join(err, data.Close())
}

// sketching looks, in the background, for texts that are nearly the same among
// the documents of a data folder from before they were looked for. The function
// that it gives stops it and waits.
func sketching(ctx context.Context, data *store.Store, log *slog.Logger) func() {
	ctx, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		for n := 1; n > 0 && ctx.Err() == nil; {
			var err error
			if n, err = data.SketchMissing(ctx, 50); err != nil && ctx.Err() == nil {
				log.Error("texts that are nearly the same were not looked for", "error", err)
				return
			}
		}
	})
	return func() { stop(); done.Wait() }
}

// serveOn listens, says where, and serves until ctx ends.
func (p *program) serveOn(ctx context.Context, o serving, services wiring.Services, log *slog.Logger) error {
	handler, err := p.handler(services, log)
	if err != nil {
		return err
	}
	if o.demo {
		if err := fill(ctx, services); err != nil {
			return fmt.Errorf("fill the sample project: %w", err)
		}
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return busy(o, err)
	}
	base := "http://" + listener.Addr().String()
	link, err := services.Auth.Welcome(ctx, base, o.user, o.demo)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(p.out, "listening on "+base)
	if link != "" {
		fmt.Fprintln(p.out, "sign in: "+link)
	}
	return untilStopped(ctx, listener, handler, services, log)
}

// untilStopped serves until ctx ends: then it takes no more requests, ends the
// event streams, and waits for the rest.
func untilStopped(ctx context.Context, listener net.Listener, handler http.Handler, services wiring.Services, log *slog.Logger) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute,
		WriteTimeout:   5 * time.Minute, // for pages and files; the API and its streams set their own
		MaxHeaderBytes: 32 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(services.Live.Close)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		log.Warn("requests were cut off", "error", err)
		return server.Close()
	}
	return nil
}

// handler puts pages, files and API together.
func (p *program) handler(services wiring.Services, log *slog.Logger) (http.Handler, error) {
	pages.Register()
	front, err := site.New(web.Static(), site.Options{})
	if err != nil {
		return nil, err
	}
	if missing := front.Missing(); missing != "" {
		p.say("galley: %s", missing)
	}
	rest, err := api.New(api.Options{
		Store: services.Keeper, Auth: services.Auth, Ingest: services.Ingest, Export: services.Export, Live: services.Live, Imports: services.Imports,
		Log: log, Version: front.Build(),
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/api/", "/healthz", "/readyz"} {
		mux.Handle(path, rest)
	}
	mux.Handle("/", front)
	return site.Headers(mux), nil
}

// fill gives a data folder without projects the sample project, by the same
// import that everybody uses.
func fill(ctx context.Context, services wiring.Services) error {
	there, err := services.Keeper.Projects(ctx, "", "", 1)
	if err != nil || len(there.Projects) > 0 {
		return err
	}
	file, err := demo.FS.Open(demo.File)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := services.Keeper.CreateProject(ctx, demo.Project, "Demo"); err != nil {
		return err
	}
	var bad error
	err = services.Ingest.Galley(ctx, demo.Project, demo.User, file, func(_ ingest.Imported, p *wire.LineProblem) bool {
		if p != nil {
			bad = fmt.Errorf("line %d: %w", p.Line, p.Problem)
		}
		return bad == nil
	})
	return errors.Join(err, bad)
}

// firstUser is the name of the person that a first start makes.
func firstUser(o serving) string {
	if o.user != "" {
		return o.user
	}
	if o.demo {
		return demo.User
	}
	me, err := user.Current()
	if err != nil {
		return auth.NameFor("")
	}
	return auth.NameFor(me.Username)
}

// busy explains why the server cannot listen.
func busy(o serving, err error) error {
	if !errors.Is(err, syscall.EADDRINUSE) {
		return err
	}
	if o.addrGiven {
		return fmt.Errorf("%s is taken by another program; choose another port with --addr, or --addr 127.0.0.1:0 for any free one", o.addr)
	}
	return fmt.Errorf("%s, where the server listens unless told otherwise, is taken by another program; choose another port with --addr, or --addr 127.0.0.1:0 for any free one", o.addr)
}

// logger writes JSON lines, or readable ones to a terminal.
func (p *program) logger() *slog.Logger {
	if terminal(p.err) {
		return slog.New(slog.NewTextHandler(p.err, nil))
	}
	return slog.New(slog.NewJSONHandler(p.err, nil))
}

// detail is a refusal's sentence without its field.
func detail(err error) string {
	var e *annotations.Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return err.Error()
}
