package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"
)

func (p *program) userCommand() *cobra.Command {
	group := &cobra.Command{Use: "user", Short: "List and add people, and make their sign-in links", Args: cobra.ArbitraryArgs, RunE: p.group}
	list := &cobra.Command{
		Use: "list --data FOLDER", Short: "List people", Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listUsers(cmd.Context()) },
	}
	add := &cobra.Command{
		Use: "add --data FOLDER NAME", Short: "Let a person sign in", Args: exactly(1, "a name"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.addUser(cmd.Context(), args[0]) },
	}
	var base string
	var api bool
	token := &cobra.Command{
		Use: "token --data FOLDER NAME", Short: "Print a person's sign-in link, good for an hour and one visit", Args: exactly(1, "a name"),
		Long: "Print a link that signs a person in once, within an hour; with --api a token for her scripts instead, to be sent as\n" +
			"\"Authorization: Bearer TOKEN\". A token ends 12 hours after its last use, at\n" +
			"the latest after 30 days. Either is shown here and never again.",
		RunE: func(cmd *cobra.Command, args []string) error { return p.token(cmd.Context(), args[0], base, api) },
	}
	token.Flags().StringVar(&base, "base-url", "http://"+defaultAddr, "the `address` that the server is reached at")
	token.Flags().BoolVar(&api, "api", false, "print a token for scripts instead of a link")
	group.AddCommand(list, add, token)
	return p.dataFlag(p.jsonFlag(group))
}

// person is a person in JSON output.
type person struct {
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	SignIn    bool      `json:"sign_in"`
}

func (p *program) listUsers(ctx context.Context) error {
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	all, err := services.Keeper.Users(ctx)
	if err != nil {
		return err
	}
	people := []person{}
	for _, u := range all {
		people = append(people, person(u))
	}
	return p.printPeople(people, people)
}

func (p *program) printPeople(v any, people []person) error {
	var rows [][]string
	for _, one := range people {
		may := "no"
		if one.SignIn {
			may = "yes"
		}
		rows = append(rows, []string{one.Name, may, one.CreatedAt.UTC().Format(time.RFC3339)})
	}
	return p.print(v, "NAME\tSIGNS IN\tSINCE", rows)
}

func (p *program) addUser(ctx context.Context, name string) error {
	if err := checkName("add", name, "a person's name"); err != nil {
		return err
	}
	services, done, err := p.open(ctx, true)
	if err != nil {
		return err
	}
	defer done()
	u, err := services.Keeper.AddUser(ctx, name)
	if err != nil {
		return err
	}
	p.say("`galley user token %s` prints a sign-in link", u.Name)
	return p.printPeople(person(u), []person{person(u)})
}

func (p *program) token(ctx context.Context, name, base string, api bool) error {
	if u, err := url.Parse(base); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return usagef("--base-url: %q is not an address such as http://%s", base, defaultAddr)
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	var secret string
	if api {
		secret, err = services.Auth.APIToken(ctx, name)
	} else {
		secret, err = services.Auth.Link(ctx, base, name)
	}
	if err != nil {
		return err
	}
	if p.asJSON {
		return p.print(map[string]string{"user": name, "secret": secret}, "", nil)
	}
	_, err = fmt.Fprintln(p.out, secret)
	return err
}
